export type { ApiCall, JsonObject, Subject } from './call';
export { connect, type ApiContext, type Connection, type CredentialName } from './connection';
export type { Generation } from './hosts';
export { collect, type PageStyle } from './pages';
