import { webcrypto } from 'node:crypto';
import type { DpopKey } from '../../session/session.js';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A key pair as the proofs of one session are signed with. */
export interface DpopKeyPair {
  readonly pair: webcrypto.CryptoKeyPair;
  readonly jwk: DpopKey;
}

/** A new key for one session (RFC 9449 section 4.2, `ES256`). */
export async function newDpopKey(): Promise<DpopKeyPair> {
  const pair = await webcrypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
  const { x = '', y = '', d = '' } = await webcrypto.subtle.exportKey('jwk', pair.privateKey);
  return { pair, jwk: { kty: 'EC', crv: 'P-256', x, y, d } };
}

/** The key pair of a stored key. */
export async function importDpopKey(jwk: DpopKey): Promise<webcrypto.CryptoKeyPair> {
  const { d: _private, ...open } = jwk;
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('jwk', { ...jwk }, ES256, false, ['sign']),
    webcrypto.subtle.importKey('jwk', open, ES256, true, ['verify']),
  ]);
  return { privateKey, publicKey };
}
