export type { Generation } from '../generation';
export type { ApiCall, JsonObject, Subject } from './types';
export { connect, type ApiContext, type Connection, type CredentialName, type Side } from './client';
export { collect, type PageStyle } from './pagination';
export { ThumbtackError } from './thumbtackError';
