import { decodeBase64url } from './base64url.js';
import { canonicalLength, decodeCanonical, isBase64url } from './canonical-base64url.js';
import { type FlatClaims, readFlatClaims } from './flat-claims.js';
import { isJsonObject, type JsonObject, memberOf } from './json.js';

/**
 * A signed token that is written in the one canonical way, as far as can be told without its claims: so there is nothing
 * to say against how it is.
 */
export interface PlainParts {
  readonly header: PlainHeader;
  /** Where the payload and the signature start in what was read. */
  readonly payloadStart: number;
  readonly signatureStart: number;
  readonly signatureBytes: number;
}

export interface PlainHeader {
  /** As it was written. */
  readonly text: string;
  readonly members: JsonObject;
  /** The algorithm, as JSON. */
  readonly algJson: string;
  /** What `JSON.stringify` makes of the header; printable ASCII only. */
  readonly json: string;
}

/** In characters; longer tokens are rare. */
export const MAX_PLAIN_LENGTH = 16 * 1024;
/** Tokens of one issuer share a few headers. */
const MAX_HEADERS = 1_000;
/** Brackets that open; so many cannot nest deeper than `readJson` allows. */
const MAX_OPEN = 100;

const DOT = 0x2e;

/**
 * Reads tokens in bulk. It takes the shortest way through what nearly all tokens are, and leaves every other one to
 * `decode`: a token is plain where `decode` has no finding on it, and reads the same claims.
 */
export class PlainJwsReader {
  readonly #headers = new Map<string, PlainHeader | undefined>();
  /** Most headers are that of the token before. */
  #last: PlainHeader | undefined;
  readonly #lastBytes = Buffer.allocUnsafeSlow(MAX_PLAIN_LENGTH);

  /**
   * @param text - holds the token from `start` to before `end`.
   * @returns undefined for whatever is not plain. What is may be so still: its claims have to be.
   */
  read(text: Buffer, start: number, end: number): PlainParts | undefined {
    if (end - start > MAX_PLAIN_LENGTH) return undefined;
    const signatureStart = startOfBase64url(text, start, end);
    const signatureBytes = canonicalLength(text, signatureStart, end);
    if (signatureBytes < 1 || text[signatureStart - 1] !== DOT) return undefined;
    const header = this.#header(text, start, signatureStart - 1);
    if (header === undefined) return undefined;
    return { header, payloadStart: start + header.text.length + 1, signatureStart, signatureBytes };
  }

  /** @param end - of the text that may hold the header, the dot behind it, and more. */
  #header(text: Buffer, start: number, end: number): PlainHeader | undefined {
    const length = this.#last?.text.length ?? end;
    const dot = start + length;
    const isLast = dot < end && text[dot] === DOT && isSame(text, start, dot, this.#lastBytes);
    return isLast ? this.#last : this.#otherHeader(text, start, end);
  }

  #otherHeader(text: Buffer, start: number, end: number): PlainHeader | undefined {
    const dot = firstDot(text, start, end);
    const header = dot === end ? undefined : this.#headerOf(text.toString('latin1', start, dot));
    if (header === undefined) return undefined;
    this.#last = header;
    this.#lastBytes.write(header.text, 'latin1');
    return header;
  }

  #headerOf(encoded: string): PlainHeader | undefined {
    const known = this.#headers.get(encoded);
    if (known !== undefined || this.#headers.has(encoded)) return known;
    const header = plainHeader(encoded);
    if (this.#headers.size >= MAX_HEADERS) this.#headers.clear();
    this.#headers.set(encoded, header);
    return header;
  }
}

/**
 * The claims of a token, as text: what `JSON.stringify` makes of them; printable ASCII only, and nothing in it that looks
 * like a token.
 *
 * @param text - what the token was read from.
 * @param target - where to write them, from `at` on; has room for `MAX_PLAIN_LENGTH`.
 * @returns undefined where they are written in another way.
 */
export function readPlainClaims(
  text: Uint8Array,
  { payloadStart, signatureStart }: PlainParts,
  target: Uint8Array,
  at: number,
): FlatClaims | undefined {
  const end = decodeCanonical(text, payloadStart, signatureStart - 1, target, at);
  return end < 0 ? undefined : readFlatClaims(target, at, end);
}

/** `end` where there is none. */
function firstDot(text: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && text[at] !== DOT) at += 1;
  return at;
}

/** For so few bytes a call of `Buffer.compare` takes longer. */
function isSame(text: Uint8Array, start: number, end: number, other: Uint8Array): boolean {
  for (let at = start; at < end; at += 1) if (text[at] !== other[at - start]) return false;
  return true;
}

/** Where the base64url starts that a text ends with. */
function startOfBase64url(text: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isBase64url(text[at - 1] as number)) at -= 1;
  return at;
}

function plainHeader(encoded: string): PlainHeader | undefined {
  const decoded = decodeBase64url(encoded);
  if (decoded === undefined || decoded.flaws.length > 0) return undefined;
  const json = Buffer.from(decoded.bytes).toString('latin1');
  const members = /[^ -~]|eyJ/.test(json) ? undefined : canonicalObject(json);
  const alg = members && memberOf(members, 'alg');
  if (members === undefined || typeof alg !== 'string' || /^\s*(?:none)?\s*$/i.test(alg)) return undefined;
  if (memberOf(members, 'b64') !== undefined) return undefined;
  return { text: encoded, members, algJson: JSON.stringify(alg), json };
}

/**
 * A JSON object that is written exactly as `JSON.stringify` would: so no name is there twice, no number loses digits,
 * and no white space stands between.
 */
function canonicalObject(text: string): JsonObject | undefined {
  if (text.charCodeAt(0) !== 0x7b || opens(text, '{') + opens(text, '[') > MAX_OPEN) return undefined;
  try {
    const value = JSON.parse(text);
    return isJsonObject(value) && JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function opens(text: string, bracket: string): number {
  let count = 0;
  for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) count += 1;
  return count;
}
