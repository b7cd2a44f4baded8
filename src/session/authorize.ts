import { cookieHeader } from './cookie-rules.js';
import { dpopProof } from './dpop-proof.js';
import { sameOrigin } from './same-origin.js';
import type { BearerCredential, Session } from './session.js';

/** The request that a credential is to be sent with, as far as a DPoP proof is about it. */
export interface Sending {
  /** Default: GET. */
  readonly method?: string;
  /** What the server asked for in `DPoP-Nonce`. */
  readonly nonce?: string;
}

/**
 * The headers that make a request the subject's own; empty where the credential does not belong to that URL.
 *
 * A token or a header goes to the origin of `server` only. A cookie goes where its own domain, path, `Secure` and expiry
 * let it, and there only. Whether the token has expired is not looked at.
 *
 * @param holder - a session; or any credential with the base URL it is meant for, such as the API under test.
 * @param url - the absolute URL that is about to be requested.
 * @param now - seconds since the epoch.
 * @see RFC 6750 section 2.1, RFC 6265 section 5.4, RFC 9449 section 7.1
 */
export function credentialHeaders(
  holder: Pick<Session, 'credential' | 'server'>,
  url: string,
  now: number,
  sending: Sending = {},
): Readonly<Record<string, string>> {
  const { credential, server } = holder;
  if (credential.kind === 'cookie') {
    const cookie = cookieHeader(credential.cookies, url, now);
    return cookie === undefined ? {} : { cookie };
  }
  if (!sameOrigin(server, url)) return {};
  return credential.kind === 'header'
    ? { [credential.header]: credential.value }
    : tokenHeaders(credential, url, now, sending);
}

function tokenHeaders(
  { accessToken, scheme, dpopKey }: BearerCredential,
  url: string,
  now: number,
  { method = 'GET', nonce }: Sending,
): Readonly<Record<string, string>> {
  if (!dpopKey) return { authorization: `${scheme ?? 'Bearer'} ${accessToken}` };
  const dpop = dpopProof(dpopKey, { method, url, accessToken, nonce }, now);
  return { authorization: `DPoP ${accessToken}`, dpop };
}
