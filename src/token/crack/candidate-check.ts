import { hash } from 'node:crypto';
import type { HmacTarget } from './hmac-target.js';

/** Bytes of a block of the hash. @see RFC 4231 section 2, FIPS 180-4 */
const BLOCK = { sha256: 64, sha384: 128, sha512: 128 } as const satisfies Record<HmacTarget['hash'], number>;

const INNER = 0x36;
const OUTER = 0x5c;

/**
 * Makes a quick test of whether a candidate is the secret: HMAC as two plain hashes over buffers that are used again,
 * which takes two thirds of the time of `createHmac`. What it finds is proven with `isSecret`.
 *
 * @see RFC 2104 section 2
 */
export function candidateCheck({
  hash: name,
  signingInput,
  signature,
}: HmacTarget): (candidate: Uint8Array) => boolean {
  const block = BLOCK[name];
  const input = Buffer.from(signingInput);
  const inner = Buffer.concat([Buffer.alloc(block), input]);
  const outer = Buffer.alloc(block + signature.length);
  return (candidate) => {
    const key = candidate.length > block ? hash(name, candidate, 'buffer') : candidate;
    inner.fill(INNER, 0, block);
    outer.fill(OUTER, 0, block);
    for (let at = 0; at < key.length; at += 1) {
      const byte = key[at] ?? 0;
      inner[at] = byte ^ INNER;
      outer[at] = byte ^ OUTER;
    }
    hash(name, inner, 'buffer').copy(outer, block);
    return hash(name, outer, 'buffer').equals(signature);
  };
}
