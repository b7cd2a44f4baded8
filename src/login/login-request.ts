import type { FlowName } from '../session/session.js';

/** Who logs in where. What is not said is found out from the server, or is the flow's default. */
export interface LoginRequest {
  /** Base URL, as `serverAddress` gives it. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
  /** What the session is to be called. */
  readonly name: string;
  readonly flow?: FlowName | undefined;
  readonly method?: string | undefined;
  /** Of the login route, below the base URL. */
  readonly path?: string | undefined;
  /** Any JSON shape in which `{{username}}` and `{{password}}` stand for the subject's own. */
  readonly body?: unknown;
  /** What the server calls the two where there is no `body`; default: as it describes, or `username` and `password`. */
  readonly fields?:
    | { readonly username?: string | undefined; readonly password?: string | undefined }
    | undefined;
  /** JSON Pointer to the token in the answer. */
  readonly tokenPointer?: string | undefined;
  /** JSON Pointer to the role in the token's payload or in what the user-info route answers. */
  readonly rolePointer?: string | undefined;
  /** For each request. */
  readonly timeoutMs: number;
}
