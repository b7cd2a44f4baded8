import type { Http, HttpOutcome, HttpRequest } from '../ports/http.js';
import { cookieHeader } from '../session/cookie-rules.js';
import type { StoredCookie } from '../session/session.js';
import { Cookies } from './cookie-jar.js';

/** An HTTP client that keeps and sends cookies as a browser does. */
export class CookieClient implements Http {
  readonly #http: Http;
  readonly #now: () => number;
  readonly #cookies: Cookies;

  /**
   * @param now - seconds since the epoch.
   * @param initial - what it has from before.
   */
  constructor(http: Http, now: () => number, initial: readonly StoredCookie[] = []) {
    this.#http = http;
    this.#now = now;
    this.#cookies = new Cookies(initial);
  }

  async send(request: HttpRequest): Promise<HttpOutcome> {
    const cookie = cookieHeader(this.cookies(), request.url, this.#now());
    const headers = cookie === undefined ? request.headers : { ...request.headers, cookie };
    const outcome = await this.#http.send(headers ? { ...request, headers } : request);
    if (outcome.kind === 'response') this.#cookies.take(outcome.headers, request.url, this.#now());
    return outcome;
  }

  /** What it would send, wherever it belongs. */
  cookies(): readonly StoredCookie[] {
    return this.#cookies.at(this.#now());
  }
}
