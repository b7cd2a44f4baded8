import { assembleJwe } from './assemble-jwe.js';
import { assembleSdJwt } from './assemble-sd-jwt.js';
import { decodeBase64url } from './base64url.js';
import { parseJws } from './compact-jws.js';
import type { JweToken, JwsToken, SdJwtToken } from './parsed-token.js';

/**
 * Reads the compact forms: JWS, JWE, and SD-JWT, whose JWT is a compact JWS.
 *
 * @returns undefined where the first part is no header, so that the text may be an opaque token.
 * @throws {AuthctlError} `NOT_A_TOKEN` where it is one and cannot be read.
 */
export function parseCompact(text: string): JwsToken | JweToken | SdJwtToken | undefined {
  if (!startsWithHeader(text)) return undefined;
  const [jwt = '', ...rest] = text.split('~');
  if (rest.length > 0) return sdJwt(jwt, rest);
  const parts = text.split('.', 6);
  if (parts.length === 5) return parseJwe(parts);
  return parseJws(parts);
}

/** Whether the text before the first dot decodes to something that opens as a JSON object does. */
function startsWithHeader(text: string): boolean {
  const dot = text.indexOf('.');
  if (dot < 1) return false;
  if (/^ey[\w-]{6}/.test(text)) return true; // How a brace is encoded; the other characters need only be of the alphabet.
  const start = decodeBase64url(text.slice(0, Math.min(dot, 8)));
  return start !== undefined && /^\ufeff?\s*\{/.test(Buffer.from(start.bytes).toString('utf8'));
}

function parseJwe(parts: readonly string[]): JweToken {
  const [protectedText = '', encryptedKeyText = '', ivText = '', ciphertextText = '', tagText = ''] = parts;
  const body = { protectedText, unprotectedHeader: {}, ivText, ciphertextText, tagText, aadText: '' };
  return assembleJwe('compact', body, [{ ownHeader: {}, encryptedKeyText }]);
}

/** `<jwt>~<disclosure>~...~` and, after the last tilde, a key-binding JWT or nothing. */
function sdJwt(jwt: string, rest: readonly string[]): SdJwtToken {
  return assembleSdJwt(parseJws(jwt.split('.', 6)), rest.slice(0, -1), rest.at(-1) || null);
}
