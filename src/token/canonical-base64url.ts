const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** What each byte stands for; -1 for those that are not of the alphabet. */
const SEXTETS = new Int8Array(256).fill(-1);
for (let value = 0; value < ALPHABET.length; value += 1) SEXTETS[ALPHABET.charCodeAt(value)] = value;

const sextet = (bytes: Uint8Array, at: number): number => SEXTETS[bytes[at] as number] as number;

/**
 * Decodes base64url that is written in the only way without a flaw: of its alphabet, without padding, the unused bits
 * zero. From bytes to bytes, so that no string is made on the way.
 *
 * @param target - has room for three bytes for each four characters, from `at` on.
 * @returns where they end in the target; -1 where the text is written in another way, or is none.
 * @see RFC 7515 section 2 ("Base64url Encoding"), RFC 4648 section 3.5 (unused bits)
 */
export function decodeCanonical(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  const left = (end - start) % 4;
  const lastStart = end - left;
  let to = at;
  // A sextet of -1 makes every number that it is part of negative.
  let seen = left === 1 ? -1 : 0;
  for (let from = start; from < lastStart; from += 4) {
    const three =
      (sextet(source, from) << 18) |
      (sextet(source, from + 1) << 12) |
      (sextet(source, from + 2) << 6) |
      sextet(source, from + 3);
    seen |= three;
    target[to] = three >> 16;
    target[to + 1] = three >> 8;
    target[to + 2] = three;
    to += 3;
  }
  if (left > 1) {
    const last = lastBytes(source, lastStart, left);
    seen |= last;
    target[to] = last >> 8;
    if (left === 3) target[to + 1] = last;
    to += left - 1;
  }
  return seen < 0 ? -1 : to;
}

/** The two bytes, or the one and a zero, that the last characters stand for; -1 where a bit is set that is not used. */
function lastBytes(source: Uint8Array, at: number, count: number): number {
  const third = count === 3 ? sextet(source, at + 2) : 0;
  const bits = (sextet(source, at) << 12) | (sextet(source, at + 1) << 6) | third;
  const unused = count === 3 ? 0b11 : 0b11_1111_1111;
  return bits < 0 || (bits & unused) !== 0 ? -1 : bits >> 2;
}

/** Whether a byte is of the alphabet. */
export const isBase64url = (byte: number): boolean => (SEXTETS[byte] as number) >= 0;

/** How many bytes `decodeCanonical` would write for what is known to be of the alphabet; -1 where it would find none. */
export function canonicalLength(source: Uint8Array, start: number, end: number): number {
  const left = (end - start) % 4;
  if (left === 1 || (left > 1 && lastBytes(source, end - left, left) < 0)) return -1;
  return ((end - start) * 3) >> 2;
}
