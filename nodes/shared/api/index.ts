export type { ApiCall, JsonObject, Subject } from './types';
export { connect, type ApiContext, type Connection, type CredentialName } from './client';
export type { Generation } from './hosts';
export { collect, type PageStyle } from './pagination';
