import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { DpopKey } from './session.js';

/** What one proof is for. */
export interface Proven {
  readonly method: string;
  /** Absolute; its query and fragment are left out. */
  readonly url: string;
  readonly accessToken: string;
  /** What the server asked for in `DPoP-Nonce`. */
  readonly nonce?: string | undefined;
}

/**
 * A proof that whoever sends a request has the key that its token is bound to; for one request.
 *
 * @param now - seconds since the epoch.
 * @see RFC 9449 section 4.2
 */
export function dpopProof(key: DpopKey, { method, url, accessToken, nonce }: Proven, now: number): string {
  const { kty, crv, x, y } = key;
  const { origin, pathname } = new URL(url);
  const signed = [
    { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } },
    {
      jti: randomUUID(),
      htm: method,
      htu: `${origin}${pathname}`,
      iat: now,
      ath: createHash('sha256').update(accessToken).digest('base64url'),
      ...(nonce === undefined ? {} : { nonce }),
    },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
