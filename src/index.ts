export { AuthctlError, type ErrorCode, type ErrorDetails, type SourcePosition } from './errors.js';
