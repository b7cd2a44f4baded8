import { decodeBase64url } from './base64url.js';
import type { Flaw, FlawId } from './finding.js';
import { notAToken } from './not-a-token.js';
import type { JweToken, JwsToken, SdJwtToken } from './parsed-token.js';
import { assembleJws, readHeader, readSignaturePart } from './token-parts.js';

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
  const start = decodeBase64url(text.slice(0, Math.min(dot, 8)));
  return start !== undefined && /^\ufeff?\s*\{/.test(Buffer.from(start.bytes).toString('utf8'));
}

function parseJws(parts: readonly string[]): JwsToken {
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

function parseJwe(parts: readonly string[]): JweToken {
  const [protectedText = '', , , ciphertext = ''] = parts;
  const { header, flaws } = readHeader(protectedText);
  return {
    format: 'jwe',
    serialization: 'compact',
    header,
    ciphertextBytes: decodeBase64url(ciphertext)?.bytes.length ?? 0,
    flaws: [...flaws, ...jweFlaws(parts.slice(1))],
  };
}

const JWE_PARTS = ['encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'] as const;

function jweFlaws(parts: readonly string[]): readonly Flaw[] {
  return JWE_PARTS.flatMap((part, at) => {
    const ids: readonly FlawId[] = decodeBase64url(parts[at] ?? '')?.flaws ?? ['format.illegal-char'];
    return ids.map((id): Flaw => ({ id, part }));
  });
}

/** `<jwt>~<disclosure>~...~` and, after the last tilde, a key-binding JWT or nothing. */
function sdJwt(jwt: string, rest: readonly string[]): SdJwtToken {
  const last = rest.at(-1) ?? '';
  return {
    format: 'sd-jwt',
    jws: parseJws(jwt.split('.', 6)),
    disclosures: rest.slice(0, -1),
    keyBinding: last === '' ? null : last,
  };
}
