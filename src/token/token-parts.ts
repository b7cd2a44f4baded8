import { isUtf8 } from 'node:buffer';
import { decodeBase64url } from './base64url.js';
import type { Flaw, FlawId } from './finding.js';
import { isJsonObject, type JsonObject, memberOf, readJson } from './json.js';
import { notAToken } from './not-a-token.js';
import {
  isUnsecured,
  type JwsToken,
  type Payload,
  type Serialization,
  type SignaturePart,
} from './parsed-token.js';

/** Text of one signature as it stands in a token. */
export interface SignatureSource {
  readonly protectedText: string;
  readonly unprotectedHeader: JsonObject;
  readonly signatureText: string;
}

/** A signature part with the flaws of its own texts. */
export interface ReadSignature {
  readonly part: SignaturePart;
  readonly flaws: readonly Flaw[];
}

/** @throws {AuthctlError} `NOT_A_TOKEN` where the protected header cannot be read. */
export function readSignaturePart({
  protectedText,
  unprotectedHeader,
  signatureText,
}: SignatureSource): ReadSignature {
  const { header, flaws } = readHeader(protectedText);
  const signature = decodeBase64url(signatureText);
  const signatureFlaws: readonly FlawId[] = signature?.flaws ?? ['format.illegal-char'];
  return {
    part: {
      protectedText,
      protectedHeader: header,
      unprotectedHeader,
      signatureText,
      signature: signature?.bytes ?? null,
    },
    flaws: [...flaws, ...signatureFlaws.map((id): Flaw => ({ id, part: 'signature' }))],
  };
}

/** Joins what was read of headers and signatures with the payload. */
export function assembleJws(
  serialization: Serialization,
  signatures: readonly [ReadSignature, ...ReadSignature[]],
  payloadText: string,
  flaws: readonly Flaw[] = [],
): JwsToken {
  const [first, ...others] = signatures;
  const { payload, flaws: payloadFlaws } = readPayload(payloadText, first.part);
  return {
    format: isUnsecured(first.part) && others.length === 0 ? 'unsecured' : 'jws',
    serialization,
    signatures: [first.part, ...others.map(({ part }) => part)],
    payloadText,
    payload,
    flaws: [...flaws, ...signatures.flatMap((signature) => signature.flaws), ...payloadFlaws],
  };
}

interface ReadText {
  readonly text: string;
  readonly flaws: readonly FlawId[];
}

/** Strict UTF-8; a byte order mark is taken off. */
function readUtf8(bytes: Uint8Array): ReadText | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return text.startsWith('\ufeff') ? { text: text.slice(1), flaws: ['format.bom'] } : { text, flaws: [] };
}

/** A header with the flaws of its own text. */
interface ReadHeader {
  readonly header: JsonObject;
  readonly flaws: readonly Flaw[];
}

/** Headers that were read before, by their text: all tokens of an issuer share a few. */
const known = new Map<string, ReadHeader>();
const MAX_KNOWN = 256;
/** Longer ones, with certificates in them, are not worth the memory. */
const LONGEST_KNOWN = 1_024;

/**
 * A protected header; empty where there is none. Tokens with the same text share one object.
 *
 * @throws {AuthctlError} `NOT_A_TOKEN` where it is no JSON object.
 */
export function readHeader(encoded: string): ReadHeader {
  const before = known.get(encoded);
  if (before) return before;
  const read = readNewHeader(encoded);
  if (encoded.length > LONGEST_KNOWN) return read;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(encoded, read);
  return read;
}

function readNewHeader(encoded: string): ReadHeader {
  if (encoded === '') return { header: {}, flaws: [] };
  const decoded = decodeBase64url(encoded);
  if (!decoded) throw notAToken('its header is not base64url');
  const read = readUtf8(decoded.bytes);
  const json = read && readJson(read.text);
  if (!json || !isJsonObject(json.value)) throw notAToken('its header is not a JSON object');
  const flaws = [...decoded.flaws, ...read.flaws].map((id): Flaw => ({ id, part: 'header' }));
  const doubled = json.duplicates.map(
    (name): Flaw => ({ id: 'format.duplicate-header', part: 'header', detail: name }),
  );
  return { header: json.value, flaws: [...flaws, ...doubled] };
}

/** A payload with the flaws of its own text. */
export interface ReadPayload {
  readonly payload: Payload;
  readonly flaws: readonly Flaw[];
}

function readPayload(encoded: string, part: SignaturePart): ReadPayload {
  if (memberOf(part.protectedHeader, 'b64') === false) return plainPayload(encoded);
  if (encoded === '') return { payload: { kind: 'detached' }, flaws: [] };
  const decoded = decodeBase64url(encoded);
  const flawsOf = (ids: readonly FlawId[]) => ids.map((id): Flaw => ({ id, part: 'payload' }));
  if (!decoded) return { payload: { kind: 'unreadable' }, flaws: flawsOf(['format.illegal-char']) };
  const { payload, flaws } = readContent(decoded.bytes);
  return { payload, flaws: [...flawsOf(decoded.flaws), ...flaws] };
}

/** What the bytes of a payload, or of a decrypted one, say. */
export function readContent(bytes: Uint8Array): ReadPayload {
  const flawsOf = (ids: readonly FlawId[]) => ids.map((id): Flaw => ({ id, part: 'payload' }));
  const read = readUtf8(bytes);
  if (!read) {
    const id = opensLikeJson(bytes) ? 'format.not-utf8' : 'format.payload-not-object';
    return { payload: { kind: 'bytes', length: bytes.length }, flaws: flawsOf([id]) };
  }
  const { payload, flaws } = readClaims(read.text);
  return { payload, flaws: [...flawsOf(read.flaws), ...flaws] };
}

/** Claims in an encoding that they must not have, rather than bytes of some kind. */
const opensLikeJson = (bytes: Uint8Array): boolean => bytes[0] === '{'.charCodeAt(0);

/** A payload that is signed as it stands. @see RFC 7797 */
function plainPayload(text: string): ReadPayload {
  return text === '' ? { payload: { kind: 'detached' }, flaws: [] } : readClaims(text);
}

function readClaims(text: string): ReadPayload {
  const json = readJson(text);
  const notObject: readonly Flaw[] = [{ id: 'format.payload-not-object', part: 'payload' }];
  if (!json) return { payload: { kind: 'text', text }, flaws: notObject };
  const doubled = json.duplicates.map(
    (name): Flaw => ({ id: 'format.duplicate-claim', part: 'payload', detail: name }),
  );
  const imprecise = json.imprecise.map(
    (digits): Flaw => ({ id: 'format.number-precision', part: 'payload', detail: digits }),
  );
  if (!isJsonObject(json.value))
    return { payload: { kind: 'json', value: json.value }, flaws: [...notObject, ...doubled] };
  return { payload: { kind: 'claims', claims: json.value }, flaws: [...doubled, ...imprecise] };
}
