/**
 * Two numbers as a DER SEQUENCE of INTEGERs: what most libraries take for an ECDSA signature.
 *
 * @see RFC 3279 section 2.2.3, ITU-T X.690 sections 8.1.3 (lengths) and 8.3 (integers)
 */
export function derOfNumbers(numbers: readonly [bigint, bigint]): Buffer {
  return tagged(0x30, Buffer.concat(numbers.map((number) => tagged(0x02, integer(number)))));
}

/** Big-endian; a zero byte goes before a first bit that would make it negative. */
function integer(number: bigint): Buffer {
  const hex = number.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]);
}

/** @param content - below 256 bytes. */
function tagged(tag: number, content: Buffer): Buffer {
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
