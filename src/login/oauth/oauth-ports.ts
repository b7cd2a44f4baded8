import type { Browser } from '../../ports/browser.js';
import type { ListenForCallback } from '../../ports/callback-listener.js';
import type { Http } from '../../ports/http.js';
import type { Keys } from '../../ports/keys.js';
import type { LoginEvent } from './login-event.js';

/** What a login at an OAuth server needs of the outside world. */
export interface OAuthPorts {
  readonly http: Http;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal;
  /** Resolves after `ms` milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  readonly listen: ListenForCallback;
  browser(): Promise<Browser>;
  /** A person at a terminal; undefined where there is none. */
  readonly person: { readonly keys: Keys; ask(question: string): Promise<string> } | undefined;
  /** Whether what is told is seen by somebody at once: standard error is a terminal. */
  readonly watched: boolean;
  tell(event: LoginEvent): void;
  /** Called with every secret as soon as there is one, so that none is written to an output. */
  keepSecret(...values: readonly (string | undefined)[]): void;
}
