import type { ProbeResult } from '../probe/result.js';
import type { Credential } from '../session/session.js';
import type { DecodedToken } from '../token/decoded-token.js';
import type { Verification } from '../token/judge.js';

/** A subject's two logins: one that answered a token, one that set a cookie. */
export interface DemoLogin {
  readonly username: string;
  readonly role: string | null;
  /** How long the token lasts, in seconds; null where nobody says. */
  readonly tokenSeconds: number | null;
  /** Name of the cookie by which the server finds the session. */
  readonly cookieName: string | null;
}

/** One request made as one subject. */
export interface DemoCall {
  readonly username: string;
  readonly role: string | null;
  readonly method: string;
  readonly path: string;
  /** Of the answer. */
  readonly status: number;
}

/** The same request before and after a logout. */
export interface DemoLogout {
  readonly kind: Credential['kind'];
  readonly before: DemoCall;
  readonly after: DemoCall;
  /** Seconds since the epoch at which the credential ends by itself; null where it does not say. */
  readonly expiresAt: number | null;
}

/** The whole story, in the order it is told. */
export interface Demo {
  /** The bundled server's address while the demo ran. */
  readonly server: string;
  readonly logins: readonly DemoLogin[];
  readonly token: {
    readonly username: string;
    readonly decoded: DecodedToken;
    readonly verified: Verification;
  };
  readonly access: ProbeResult;
  /** One request that the role decides, as each of two subjects. */
  readonly decisions: readonly DemoCall[];
  readonly logouts: readonly DemoLogout[];
  /** Seconds since the epoch. */
  readonly at: number;
}
