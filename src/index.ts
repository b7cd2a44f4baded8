export { AuthctlError, type ErrorCode, type ErrorDetails, type SourcePosition } from './errors.js';
export type { RequestEvent } from './server/event.js';
export { type RunningServer, type ServerOptions, startServer } from './server/start.js';
