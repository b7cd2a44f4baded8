import { type Cookie, CookieJar } from 'tough-cookie';
import type { HttpHeaders } from '../ports/http.js';
import type { StoredCookie } from '../session/session.js';

/**
 * The cookies that a browser would keep of the answers it got: none for a public suffix or for another domain, and one
 * that has already expired is a deletion.
 *
 * @see RFC 6265 section 5.3
 */
export class Cookies {
  readonly #kept: Map<string, StoredCookie>;

  /** @param initial - what is in it already. */
  constructor(initial: readonly StoredCookie[] = []) {
    this.#kept = new Map(initial.map((cookie) => [keyOf(cookie), cookie]));
  }

  /**
   * Takes what an answer sets.
   *
   * @param url - the address that answered.
   * @param now - seconds since the epoch; `Max-Age` counts from here.
   */
  take(headers: HttpHeaders, url: string, now: number): this {
    const jar = new CookieJar();
    const received = new Date(now * 1000);
    for (const line of [headers['set-cookie'] ?? []].flat()) {
      const cookie = jar.setCookieSync(line, url, { ignoreError: true, now: received });
      if (!cookie) continue;
      const kept = stored(cookie, received);
      this.#kept.set(keyOf(kept), kept);
    }
    return this;
  }

  /** What has not expired by then. */
  at(now: number): readonly StoredCookie[] {
    return [...this.#kept.values()].filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
  }
}

/** RFC 6265 section 5.3, step 11. */
const keyOf = ({ domain, path, name }: StoredCookie): string => `${domain};${path};${name}`;

function stored(cookie: Cookie, received: Date): StoredCookie {
  // Infinite where the cookie has no end, and below zero where it is a deletion.
  const expiryMs = cookie.expiryTime(received) ?? Number.POSITIVE_INFINITY;
  return {
    name: cookie.key,
    value: cookie.value,
    domain: cookie.domain ?? '',
    hostOnly: cookie.hostOnly ?? true,
    path: cookie.path ?? '/',
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    ...(cookie.sameSite === 'strict' || cookie.sameSite === 'lax' ? { sameSite: cookie.sameSite } : {}),
    ...(expiryMs < Number.POSITIVE_INFINITY ? { expiresAt: Math.max(0, Math.floor(expiryMs / 1000)) } : {}),
  };
}
