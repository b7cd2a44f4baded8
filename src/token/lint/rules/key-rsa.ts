import { decodeBase64url } from '../../base64url.js';
import { type JsonObject, memberOf, pointerTo } from '../../json.js';
import { MIN_RSA_BITS } from '../../keys/verification-key.js';
import type { KeysRule, Match } from '../rule.js';
import { rfc } from '../source.js';

/** The number that a member of a JWK stands for; undefined where it is none. @see RFC 7518 section 2 */
function numberIn(jwk: JsonObject, name: string): bigint | undefined {
  const text = memberOf(jwk, name);
  const bytes = typeof text === 'string' ? decodeBase64url(text)?.bytes : undefined;
  return bytes === undefined || bytes.length === 0
    ? undefined
    : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function judgeRsa(
  keys: readonly JsonObject[],
  name: string,
  judge: (value: bigint) => string | Omit<Match, 'at'> | undefined,
): readonly Match[] {
  return keys.flatMap((jwk, index) => {
    const value = memberOf(jwk, 'kty') === 'RSA' ? numberIn(jwk, name) : undefined;
    const found = value === undefined ? undefined : judge(value);
    if (found === undefined) return [];
    const at = pointerTo('keys', String(index), name);
    return [typeof found === 'string' ? { message: found, at } : { ...found, at }];
  });
}

export const keyRsaSmall: KeysRule = {
  id: 'key.rsa-small',
  title: 'an RSA key that is too small',
  severity: 'high',
  about: 'keys',
  sources: [rfc(7518, '3.3'), rfc(8725, '3.5')],
  advice: 'use an RSA key of 2048 bits and more, or an elliptic curve',
  judge: (keys) =>
    judgeRsa(keys, 'n', (n) => {
      const bits = n.toString(2).length;
      return bits < MIN_RSA_BITS ? `the RSA key has ${bits} bits, fewer than ${MIN_RSA_BITS}` : undefined;
    }),
};

/** Smaller exponents are sound only with flawless padding; with 1 every message is its own signature. */
const COMMON_EXPONENT = 65_537n;

export const keyRsaExponent: KeysRule = {
  id: 'key.rsa-exponent',
  title: 'an RSA key with an unusual exponent',
  severity: 'medium',
  about: 'keys',
  sources: [rfc(8017, '3.1'), rfc(8725, '3.5')],
  advice: 'use 65537 (`AQAB`) for the public exponent, as every tool does by itself',
  judge: (keys) =>
    judgeRsa(keys, 'e', (e) => {
      if (e < 3n || e % 2n === 0n) {
        return {
          message: `the public exponent is ${e}: anybody can sign with this key`,
          severity: 'critical',
        };
      }
      return e < COMMON_EXPONENT ? `the public exponent is ${e}, not 65537 or more` : undefined;
    }),
};
