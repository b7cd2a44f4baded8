import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeBase64url } from '../base64url.js';
import { type JsonObject, memberOf } from '../json.js';
import type { TokenSubject } from './subject.js';

/** Bytes of the hash, which a secret must have at least. @see RFC 7518 section 3.2 */
const HASH_BYTES: ReadonlyMap<unknown, number> = new Map([
  ['HS256', 32],
  ['HS384', 48],
  ['HS512', 64],
]);

/** Longer tokens are not tried with one secret after the other. */
const LONGEST = 64 * 1024;

/** A signature made with a secret that both sides have. */
export interface HmacSignature {
  readonly alg: string;
  readonly hashBytes: number;
  /** JSON Pointer to its algorithm. */
  readonly at: string;
  /** Secrets that the header can mean: the one that was given, and those of the keys. */
  readonly secrets: readonly Uint8Array[];
  /** Whether this secret made the signature; false for a token too long to try. */
  readonly isMadeWith: (secret: Uint8Array | string) => boolean;
}

/** The signatures of a token that are HMACs. */
export function hmacSignatures(subject: TokenSubject): readonly HmacSignature[] {
  const { jws, headers } = subject;
  if (jws === null) return [];
  return headers.flatMap(({ header, part, at }) => {
    const alg = memberOf(header, 'alg');
    const hashBytes = HASH_BYTES.get(alg);
    if (part === null || hashBytes === undefined) return [];
    const input = `${part.protectedText}.${jws.payloadText}`;
    const { signature } = part;
    const isMadeWith = (secret: Uint8Array | string): boolean => {
      if (signature?.length !== hashBytes || input.length > LONGEST) return false;
      return timingSafeEqual(
        createHmac(`sha${hashBytes * 8}`, secret)
          .update(input)
          .digest(),
        signature,
      );
    };
    return [
      { alg: String(alg), hashBytes, at: `${at}/alg`, secrets: secretsFor(header, subject), isMadeWith },
    ];
  });
}

function secretsFor(header: JsonObject, { keys, secret }: TokenSubject): readonly Uint8Array[] {
  const kid = memberOf(header, 'kid');
  const named = keys.filter((key) => memberOf(key, 'kid') === kid);
  const ofKeys = (named.length > 0 ? named : keys).flatMap((key) => {
    const k = memberOf(key, 'kty') === 'oct' ? memberOf(key, 'k') : undefined;
    const bytes = typeof k === 'string' ? decodeBase64url(k)?.bytes : undefined;
    return bytes === undefined ? [] : [bytes];
  });
  return secret === null ? ofKeys : [secret, ...ofKeys];
}
