/** What is odd about the bytes of an ECDSA signature; `sound` says nothing of whether it verifies. */
export type EcdsaShape = 'sound' | 'zero' | 'der' | 'length';

/**
 * Looks at the bytes of an ECDSA signature, which is the numbers r and s, one behind the other.
 *
 * `zero`: r or s is 0, in this form or in DER. `der`: ASN.1 DER, as most libraries for cryptography produce it.
 *
 * @param size - bytes of each number.
 * @see RFC 7518 section 3.4
 */
export function ecdsaShape(bytes: Uint8Array, size: number): EcdsaShape {
  if (bytes.length === size * 2) {
    return isZero(bytes.subarray(0, size)) || isZero(bytes.subarray(size)) ? 'zero' : 'sound';
  }
  const numbers = derNumbers(bytes);
  if (numbers === undefined) return bytes.length > 0 && isZero(bytes) ? 'zero' : 'length';
  return numbers.some(isZero) ? 'zero' : 'der';
}

const isZero = (number: Uint8Array): boolean => number.every((byte) => byte === 0);

/** The two INTEGERs of a DER SEQUENCE; undefined where the bytes are none. @see RFC 3279 section 2.2.3 */
function derNumbers(bytes: Uint8Array): readonly [Uint8Array, Uint8Array] | undefined {
  const sequence = derValue(bytes, 0, 0x30);
  if (sequence === undefined || sequence.end !== bytes.length) return undefined;
  const r = derValue(bytes, sequence.start, 0x02);
  const s = r && derValue(bytes, r.end, 0x02);
  if (r === undefined || s === undefined || s.end !== bytes.length) return undefined;
  return [bytes.subarray(r.start, r.end), bytes.subarray(s.start, s.end)];
}

/** @returns where the value of one element starts and ends; lengths up to 255 are all that a signature needs. */
function derValue(bytes: Uint8Array, at: number, tag: number): { start: number; end: number } | undefined {
  if (bytes[at] !== tag) return undefined;
  const first = bytes[at + 1] ?? 0;
  const isLong = first === 0x81;
  if (first > 0x81 || first === 0x80) return undefined;
  const start = at + (isLong ? 3 : 2);
  const end = start + (isLong ? (bytes[at + 2] ?? 0) : first);
  return end <= bytes.length ? { start, end } : undefined;
}
