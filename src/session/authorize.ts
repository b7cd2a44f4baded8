import { cookieHeader } from './cookie-rules.js';
import type { Session } from './session.js';

/**
 * The header that makes a request the subject's own; empty where the credential does not belong to that URL.
 *
 * A token goes to the origin of `server` only. A cookie goes where its own domain, path, `Secure` and expiry let it,
 * and there only. Whether the token has expired is not looked at.
 *
 * @param holder - a session; or any credential with the base URL it is meant for, such as the API under test.
 * @param url - the absolute URL that is about to be requested.
 * @param now - seconds since the epoch.
 * @see RFC 6750 section 2.1, RFC 6265 section 5.4
 */
export function credentialHeaders(
  holder: Pick<Session, 'credential' | 'server'>,
  url: string,
  now: number,
): Readonly<Record<string, string>> {
  const { credential, server } = holder;
  if (credential.kind === 'bearer') {
    return sameOrigin(server, url) ? { authorization: `Bearer ${credential.accessToken}` } : {};
  }
  const cookie = cookieHeader(credential.cookies, url, now);
  return cookie === undefined ? {} : { cookie };
}

/** Whether two absolute URLs have scheme, host and port in common; false where one of them is no URL. */
export function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}
