import type { HttpFailureReason, HttpOutcome, HttpRequest } from '../../ports/http.js';
import type { Credential, FlowName, StoredCookie } from '../../session/session.js';
import type { JsonObject } from '../../token/json.js';

/** Where a server takes a login, and in which shape. */
export interface LoginRoute {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** How a flow that could do either sends the body. */
  readonly encoding: 'json' | 'form';
  /** What is sent: any JSON shape in which `{{username}}` and `{{password}}` stand for the subject's own. */
  readonly body: unknown;
  /** JSON Pointer (RFC 6901) to the token in the answer; undefined to look in the usual places. */
  readonly tokenPointer: string | undefined;
  /** Where the token is instead of in the body. */
  readonly tokenFrom?: { readonly kind: 'header' | 'cookie'; readonly name: string } | undefined;
}

export interface Subject {
  readonly username: string;
  readonly password: string;
}

/** Where a login ended that kept cookies and followed redirects. */
export interface Landing {
  readonly cookies: readonly StoredCookie[];
  readonly redirected: boolean;
}

/** What an answer to a login means. Everything a flow may meet is one of these. */
export type LoginAnswer =
  | {
      readonly kind: 'granted';
      readonly credential: Credential;
      /** Where in the answer the credential was: `/access_token`, `cookie sid`. */
      readonly foundAt: string;
      /** The answer's body, where it is a JSON object: it may say who the subject is. */
      readonly said: JsonObject;
    }
  /** The server understood, and does not let this subject in. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string | undefined }
  /** There is no login route of this method at this path. */
  | { readonly kind: 'no-route'; readonly status: number }
  | { readonly kind: 'redirected'; readonly status: number; readonly location: string | undefined }
  /** An answer that neither grants nor refuses. `what` follows "the server answered". */
  | { readonly kind: 'unusable'; readonly what: string; readonly hint: string | undefined }
  | { readonly kind: 'unreachable'; readonly reason: HttpFailureReason; readonly message: string };

/** One way to log in. Pure: a request is planned and its answer judged; whoever calls it does the sending. */
export interface LoginFlow {
  readonly name: FlowName;
  /** For the help of `--flow`. */
  readonly summary: string;
  /** Where the route is when nobody says. */
  readonly defaultPath: string;
  readonly plan: (route: LoginRoute, subject: Subject) => HttpRequest;
  /**
   * @param now - seconds since the epoch.
   * @param landing - where the flow keeps cookies: those of the whole login, and where its redirects ended.
   */
  readonly judge: (outcome: HttpOutcome, route: LoginRoute, now: number, landing?: Landing) => LoginAnswer;
  /** Whether cookies are what the flow is after, so that redirects are followed with them. */
  readonly keepsCookies?: true;
}
