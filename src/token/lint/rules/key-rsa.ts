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
  judge: (value: bigint) => string | undefined,
): readonly Match[] {
  return keys.flatMap((jwk, index) => {
    const value = memberOf(jwk, 'kty') === 'RSA' ? numberIn(jwk, name) : undefined;
    const message = value === undefined ? undefined : judge(value);
    return message === undefined ? [] : [{ message, at: pointerTo('keys', String(index), name) }];
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

/** Small exponents are sound only with flawless padding; an even one is no RSA at all. */
const COMMON_EXPONENT = 65_537n;

export const keyRsaExponent: KeysRule = {
  id: 'key.rsa-exponent',
  title: 'an RSA key with an unusual exponent',
  severity: 'medium',
  about: 'keys',
  sources: [rfc(8017, '3.1'), rfc(8725, '3.5')],
  advice: 'use 65537 (`AQAB`) for the public exponent, as every tool does by itself',
  judge: (keys) =>
    judgeRsa(keys, 'e', (e) =>
      e < COMMON_EXPONENT || e % 2n === 0n ? `the public exponent is ${e}, not 65537 or more` : undefined,
    ),
};
