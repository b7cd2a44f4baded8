import type { HttpHeaders } from '../ports/http.js';
import type { Session } from '../session/session.js';

/** One request to an API, as somebody asked for it; without credentials. */
export interface Call {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The body, where it is no text. */
  readonly bytes?: Uint8Array;
}

/** Who calls, and where the credential may go. */
export interface Caller {
  readonly session: Session;
  /** Base URLs; see `reachOf`. A cookie goes where its own domain lets it. */
  readonly reach: readonly string[];
}

/** What happened on the way to the last answer. */
export type CallEvent =
  | {
      readonly kind: 'redirect';
      readonly status: number;
      readonly to: string;
      /** Whether it leads to where the credential does not belong. */
      readonly leavesCredential: boolean;
    }
  | { readonly kind: 'renewed'; readonly session: string }
  /** The credential could not be renewed, so that the refusal stands. */
  | { readonly kind: 'not-renewed'; readonly message: string; readonly hint: string | undefined };

/** The last answer; its body was received. */
export interface Answered {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** Where it came from in the end. */
  readonly url: string;
  readonly method: string;
  readonly durationMs: number;
  readonly receivedBytes: number;
  /** Whether the body is longer than what was wanted of it. */
  readonly truncated: boolean;
  /** Each address that a redirect led to. */
  readonly redirects: readonly string[];
  /** Whether the credential was renewed on the way. */
  readonly renewed: boolean;
}
