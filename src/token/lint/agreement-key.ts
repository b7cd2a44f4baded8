import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import { decodeBase64url } from '../base64url.js';
import { type JsonObject, type JsonValue, memberOf } from '../json.js';

/** Bytes of a public key. @see RFC 7748 section 5 */
const OKP_BYTES: Readonly<Record<string, number>> = { X25519: 32, X448: 56 };

/**
 * What is wrong with a public key for ECDH; undefined where nothing is. A point that is not on its curve makes the
 * recipient give away its private key bit by bit.
 *
 * @see RFC 8725 section 3.4, RFC 7518 section 4.6.1.1, RFC 8037 section 3.2
 */
export function agreementKeyFault(epk: JsonObject): string | undefined {
  const [kty, crv] = [memberOf(epk, 'kty'), memberOf(epk, 'crv')];
  if (kty === 'OKP') return okpFault(String(crv), memberOf(epk, 'x'));
  if (kty !== 'EC') return 'is no key of an elliptic curve';
  return isOnCurve(epk) ? undefined : `is no point on the curve ${String(crv)}`;
}

function okpFault(crv: string, x: JsonValue | undefined): string | undefined {
  const expected = Object.hasOwn(OKP_BYTES, crv) ? OKP_BYTES[crv] : undefined;
  if (expected === undefined) return `is on the curve ${crv}, which agrees on no key`;
  const bytes = typeof x === 'string' ? decodeBase64url(x)?.bytes : undefined;
  if (bytes?.length !== expected) return `has no \`x\` of ${expected} bytes`;
  return bytes.every((byte) => byte === 0) ? 'is zero: it agrees on the same key with everybody' : undefined;
}

function isOnCurve({ kty, crv, x, y }: JsonObject): boolean {
  try {
    createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' } as unknown as JsonWebKeyInput);
    return true;
  } catch {
    return false;
  }
}
