import type { Http } from '../ports/http.js';
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
