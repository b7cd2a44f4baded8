import { type Http, type HttpOutcome, type HttpRequest, headerOf } from '../../ports/http.js';

/** An HTTP client that notices what time the server has, for the case that a token is refused for its times. */
export class ServerClock implements Http {
  readonly #http: Http;
  readonly #now: () => number;
  #ahead: number | undefined;

  constructor(http: Http, now: () => number) {
    this.#http = http;
    this.#now = now;
  }

  /** How far this machine's clock is ahead of the server's, in seconds; undefined where no answer had a `Date`. */
  get ahead(): number | undefined {
    return this.#ahead;
  }

  async send(request: HttpRequest): Promise<HttpOutcome> {
    const outcome = await this.#http.send(request);
    const date =
      outcome.kind === 'response' ? Date.parse(headerOf(outcome.headers, 'date') ?? '') : Number.NaN;
    if (!Number.isNaN(date)) this.#ahead = this.#now() - Math.floor(date / 1000);
    return outcome;
  }
}
