import type { Http } from '../ports/http.js';
import type { StoredCookie } from '../session/session.js';
import type { ProbeCredential, Subject } from './model.js';

/** The outside world, as far as a probe needs it. */
export interface ProbePorts {
  readonly http: Http;
  /** The same, but not stopped by the signal: for what has to be cleaned up even then. Default: `http`. */
  readonly lastingHttp?: Http;
  /** Resolves after `ms` milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Characters nobody can guess, safe in a URL path. */
  randomId(): string;
  /** Whole seconds since the epoch. */
  now(): number;
  /** Ends the run early: what was answered until then is judged. */
  readonly signal: AbortSignal;
  /** Logs a subject in once more; undefined where that cannot be done. Never throws. */
  relogin(subject: Subject): Promise<ProbeCredential | undefined>;
  /** Logins that checks may use up; absent where none can be made. */
  readonly logins?: CheckLogins;
}

/** What checks of logins need. Nothing here throws on account of the server. */
export interface CheckLogins {
  /**
   * One more login of a subject; undefined where it cannot be repeated.
   *
   * @param planted - cookies that are sent along, as if a browser had had them before.
   */
  logIn(subject: Subject, planted?: readonly StoredCookie[]): Promise<SpareLogin | undefined>;
  /**
   * What a login with a wrong password is answered, as text that is equal for equal answers; undefined where the subject
   * does not log in with one.
   *
   * @param username - default: the subject's own.
   */
  refused(subject: Subject, username?: string): Promise<string | undefined>;
  /** The authorization endpoints that subjects log in at. */
  authorization(): Promise<readonly AuthorizationPlace[]>;
}

/** A login that nobody else uses. */
export interface SpareLogin {
  readonly credential: ProbeCredential;
  /** Ends it at the server; `stateless` where a server keeps nothing that it could end. */
  end(): Promise<'ended' | 'revoked' | 'stateless' | 'failed'>;
  /** Uses its refresh token, always the same one; absent where it has none. */
  readonly refresh?: () => Promise<'granted' | 'refused' | 'failed'>;
}

/** Where a client sends browsers to log in. */
export interface AuthorizationPlace {
  readonly endpoint: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Who logs in with this client. */
  readonly subject: string;
}

/** How fast and how much a run may send. */
export interface Limits {
  /** Requests in flight, 1 or more. */
  readonly concurrency: number;
  /** Requests a second; undefined for no limit. */
  readonly rate: number | undefined;
  /** Requests in all, controls and retries included; undefined for no limit. */
  readonly maxRequests: number | undefined;
  /** For one exchange, in milliseconds. */
  readonly timeoutMs: number;
}
