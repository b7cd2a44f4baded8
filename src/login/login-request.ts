import type { CsrfRule } from '../session/csrf-rule.js';
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
  /** Where to look for the token: JSON Pointer into the answer. */
  readonly tokenPointer?: string | undefined;
  /** Where the token is instead. */
  readonly tokenFrom?: { readonly kind: 'header' | 'cookie'; readonly name: string } | undefined;
  /** How a flow that could do either sends the body; default: as described, `form` after an HTML page, else `json`. */
  readonly encoding?: 'json' | 'form' | undefined;
  /** The word before the token in `Authorization`; default: `Bearer`. */
  readonly scheme?: string | undefined;
  /** Path of the page that is visited before, for its cookies and its CSRF token. */
  readonly page?: string | undefined;
  readonly csrf?: CsrfRule | undefined;
  /** JSON Pointer to the role in the token's payload or in what the user-info route answers. */
  readonly rolePointer?: string | undefined;
  /** For each request. */
  readonly timeoutMs: number;
}
