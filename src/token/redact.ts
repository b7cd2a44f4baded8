/** What stands in the place of something secret. */
export const MASK = '***';

const BASE64URL = '[A-Za-z0-9_-]';
/** Three dot-separated parts of which the first opens as an encoded JSON object does. */
const COMPACT_JWS = new RegExp(`\\b(eyJ${BASE64URL}*\\.${BASE64URL}*)\\.${BASE64URL}+`, 'g');
const COMPACT_JWE = new RegExp(`\\b(eyJ${BASE64URL}*)(?:\\.${BASE64URL}*){4}`, 'g');

/**
 * Masks the signature of every compact JWS in a text, so that header and payload stay readable and the token is of
 * no use, and all of a compact JWE but its header.
 */
export function redactTokens(text: string): string {
  if (!text.includes('eyJ')) return text;
  return text.replace(COMPACT_JWE, `$1.${MASK}`).replace(COMPACT_JWS, `$1.${MASK}`);
}
