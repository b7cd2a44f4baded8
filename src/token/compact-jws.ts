import type { Flaw } from './finding.js';
import { notAToken } from './not-a-token.js';
import type { JwsToken } from './parsed-token.js';
import { assembleJws, readSignaturePart } from './token-parts.js';

/**
 * Reads a compact JWS.
 *
 * @param parts - what stands between its dots; six stand for six or more.
 * @throws {AuthctlError} `NOT_A_TOKEN`
 * @see RFC 7515 section 7.1
 */
export function parseJws(parts: readonly string[]): JwsToken {
  if (parts.length > 3)
    throw notAToken(`it has ${parts.length > 5 ? 'more than five' : parts.length} parts between dots`);
  const [protectedText = '', payloadText = '', signatureText] = parts;
  const part = readSignaturePart({
    protectedText,
    unprotectedHeader: {},
    signatureText: signatureText ?? '',
  });
  const missing: Flaw[] =
    signatureText === undefined ? [{ id: 'format.not-compact', part: 'signature' }] : [];
  return assembleJws('compact', [part], payloadText, missing);
}
