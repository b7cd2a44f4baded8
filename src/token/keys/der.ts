/** One element of DER: its tag, and the bytes that it holds. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
}

/**
 * The elements that follow each other in some bytes of DER.
 *
 * @returns undefined where they are none: a length that goes beyond the end, or one of more than four bytes.
 * @see ITU-T X.690 section 8.1
 */
export function derElements(bytes: Uint8Array): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = lengthAt(bytes, at + 1);
    if (header === undefined || header.start + header.length > bytes.length) return undefined;
    const end = header.start + header.length;
    elements.push({ tag: bytes[at] ?? 0, content: bytes.subarray(header.start, end) });
    at = end;
  }
  return elements;
}

function lengthAt(bytes: Uint8Array, at: number): { start: number; length: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: at + 1, length: first };
  const size = first & 0x7f;
  if (size === 0 || size > 4 || at + size >= bytes.length) return undefined;
  let length = 0;
  for (const byte of bytes.subarray(at + 1, at + 1 + size)) length = length * 256 + byte;
  return { start: at + 1 + size, length };
}

/** An object identifier as it is written: `2.5.29.19`. @see ITU-T X.690 section 8.19 */
export function objectIdentifier(content: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(value);
    value = 0;
  }
  const [first = 0, ...others] = arcs;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...others].join('.');
}
