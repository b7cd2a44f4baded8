import { AuthctlError } from '../../errors.js';
import { isJsonObject, type JsonObject, memberOf, parseJson } from '../json.js';
import { notAToken } from '../not-a-token.js';
import { parseToken } from '../parse.js';
import type { ParsedToken } from '../parsed-token.js';

/** The signed token that hostile ones are made from, part by part as it was written. */
export interface OriginalJws {
  readonly kind: 'jws';
  readonly text: string;
  readonly headerPart: string;
  readonly payloadPart: string;
  readonly signaturePart: string;
  readonly header: JsonObject;
  /** Null where the payload is no JSON object. */
  readonly claims: JsonObject | null;
  /** Empty where the header names none. */
  readonly algorithm: string;
}

/** The encrypted token that hostile ones are made from. */
export interface OriginalJwe {
  readonly kind: 'jwe';
  readonly text: string;
  /** As RFC 7516 section 7.1 orders them. */
  readonly parts: readonly [
    header: string,
    encryptedKey: string,
    iv: string,
    ciphertext: string,
    tag: string,
  ];
  readonly header: JsonObject;
}

export type Original = OriginalJws | OriginalJwe;

/**
 * Takes a compact token apart.
 *
 * @param text - the token alone; see `peel` for what may surround it.
 * @throws {AuthctlError} `NOT_A_TOKEN` for a text that is none; `USAGE` for a token that has no such parts: opaque, with
 *   selective disclosures, or in the JSON serialization.
 */
export function readOriginal(text: string): Original {
  const dense = text.replace(/\s+/g, '');
  const parsed = parseToken(dense);
  if (parsed.format === 'opaque' || parsed.format === 'sd-jwt') throw cannotBeForged(parsed.format);
  if (parsed.serialization !== 'compact') throw cannotBeForged('json');
  const parts = dense.split('.');
  return parsed.format === 'jwe' ? encrypted(dense, parts, parsed.header) : signed(dense, parts);
}

const WHY_NOT = {
  opaque: ['this token is opaque: it has no parts to change', 'give a JWT: three parts joined by dots'],
  'sd-jwt': [
    'this token has selective disclosures (SD-JWT)',
    'give the JWT in it: what stands before the first ~',
  ],
  json: ['this token is in the JSON serialization', 'give the compact form: three parts joined by dots'],
} as const satisfies Partial<Record<ParsedToken['format'] | 'json', readonly [string, string]>>;

function cannotBeForged(why: keyof typeof WHY_NOT): AuthctlError {
  const [message, hint] = WHY_NOT[why];
  return new AuthctlError('USAGE', message, { hint });
}

function encrypted(text: string, parts: readonly string[], header: JsonObject): OriginalJwe {
  const [first = '', encryptedKey = '', iv = '', ciphertext = '', tag = ''] = parts;
  return { kind: 'jwe', text, parts: [first, encryptedKey, iv, ciphertext, tag], header };
}

function signed(text: string, parts: readonly string[]): OriginalJws {
  const [headerPart = '', payloadPart = '', signaturePart = ''] = parts;
  const header = parseJson(decoded(headerPart));
  if (!isJsonObject(header)) throw notAToken('its header is not a JSON object');
  const claims = parseJson(decoded(payloadPart));
  const alg = memberOf(header, 'alg');
  return {
    kind: 'jws',
    text,
    headerPart,
    payloadPart,
    signaturePart,
    header,
    claims: isJsonObject(claims) ? claims : null,
    algorithm: typeof alg === 'string' ? alg : '',
  };
}

const decoded = (part: string): string =>
  Buffer.from(part, 'base64url')
    .toString('utf8')
    .replace(/^\ufeff/, '');
