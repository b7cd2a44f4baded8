import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { cookieIn } from './cookie.js';
import { isCrossOrigin } from './cross-origin.js';

/** The header in which a page sends its token: a form of another site cannot set it. */
const HEADER = 'x-csrf-token';

/** Who must send a token along with a cookie: pages in browsers, or programs too. */
export const CSRF_DEMANDS = ['browsers', 'always'] as const;
export type CsrfDemand = (typeof CSRF_DEMANDS)[number];

/** What a request is asked for by. */
export interface CsrfQuestion {
  readonly headers: IncomingHttpHeaders;
  /** The one that the browser sent along; undefined before a login. */
  readonly sessionId: string | undefined;
  readonly demand: CsrfDemand;
}

/**
 * Makes and checks the tokens that keep pages of other sites from using somebody's cookies (CWE-352).
 *
 * A token is in a cookie that scripts of the own page can read, and comes back in a header (double submit). It is bound
 * to the session, or to there being none, by a MAC, so that a cookie planted by a neighbouring site is worth nothing.
 */
export class CsrfTokens {
  readonly #secret = randomBytes(32);
  /** Of the cookie. */
  readonly cookieName: string;

  /** @param port - cookies are shared by all ports of a host (RFC 6265 section 8.5). */
  constructor(port: number) {
    this.cookieName = `csrf-${port}`;
  }

  issue(sessionId: string | undefined): string {
    const nonce = randomBytes(16).toString('base64url');
    return `${nonce}.${this.#mac(nonce, sessionId)}`;
  }

  /** Why a request that changes something may be a page's of another site; undefined where it is not. */
  problemOf({ headers, sessionId, demand }: CsrfQuestion): string | undefined {
    if (isCrossOrigin(headers)) return 'a page of another origin sent it';
    const token = headers[HEADER];
    if (token === undefined) {
      return demand === 'always' || isFromBrowser(headers) ? `${HEADER} is missing` : undefined;
    }
    const isRight = token === cookieIn(headers.cookie, this.cookieName) && this.#isOurs(token, sessionId);
    return isRight ? undefined : `${HEADER} is not that of the session`;
  }

  #isOurs(token: unknown, sessionId: string | undefined): boolean {
    const [nonce = '', mac = ''] = String(token).split('.');
    const expected = Buffer.from(this.#mac(nonce, sessionId));
    const given = Buffer.from(mac);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #mac(nonce: string, sessionId = ''): string {
    return createHmac('sha256', this.#secret).update(`${nonce}.${sessionId}`).digest('base64url');
  }
}

/** Browsers say so themselves, and no page can keep them from it (Fetch standard 3.2, Fetch Metadata section 2). */
const isFromBrowser = (headers: IncomingHttpHeaders): boolean =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
