import type { FlawId } from './finding.js';

/** Bytes, and how their text strays from RFC 7515 section 2 without being ambiguous. */
export interface Decoded {
  readonly bytes: Uint8Array;
  readonly flaws: readonly FlawId[];
}

/**
 * Decodes base64url, and also what is plainly meant by it: padded text and the alphabet of plain base64.
 *
 * @returns undefined where the text cannot stand for bytes: a character of neither alphabet, or a lone last one.
 * @see RFC 7515 section 2 ("Base64url Encoding"), RFC 4648 section 3.5 (unused bits)
 */
export function decodeBase64url(text: string): Decoded | undefined {
  const canonical = Buffer.from(text, 'base64url');
  // What comes back as it was has nothing that strays, and nearly all texts do.
  return canonical.toString('base64url') === text ? { bytes: canonical, flaws: [] } : decodeSloppy(text);
}

function decodeSloppy(text: string): Decoded | undefined {
  const bare = text.replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9_+/-]*$/.test(bare) || bare.length % 4 === 1) return undefined;
  const bytes = Buffer.from(bare, 'base64url');
  const urlSafe = bare.replaceAll('+', '-').replaceAll('/', '_');
  const flaws: FlawId[] = [];
  if (bare !== text) flaws.push('format.padding');
  if (urlSafe !== bare) flaws.push('format.illegal-char');
  if (bytes.toString('base64url') !== urlSafe) flaws.push('format.noncanonical-bits');
  return { bytes, flaws };
}
