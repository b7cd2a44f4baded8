import { type FlatClaims, readFlatClaims } from './flat-claims.js';
import { isJsonObject, type JsonObject, memberOf } from './json.js';

/** A signed token with claims that is written in the one canonical way, so that there is nothing to say against how it is. */
export interface PlainJws {
  readonly header: PlainHeader;
  readonly claims: FlatClaims;
  /** What `JSON.stringify` makes of the claims; printable ASCII only, and nothing in it that looks like a token. */
  readonly claimsJson: string;
  readonly signatureBytes: number;
}

export interface PlainHeader {
  /** The algorithm, as JSON. */
  readonly algJson: string;
  /** What `JSON.stringify` makes of the header; printable ASCII only. */
  readonly json: string;
}

/** In characters; longer tokens are rare. */
const MAX_LENGTH = 16 * 1024;
/** Tokens of one issuer share a few headers. */
const MAX_HEADERS = 1_000;
/** Brackets that open; so many cannot nest deeper than `readJson` allows. */
const MAX_OPEN = 100;

/**
 * Reads tokens in bulk. It takes the shortest way through what nearly all tokens are, and leaves every other one to
 * `decode`: a token is plain where `decode` has no finding on it, and reads the same claims.
 */
export class PlainJwsReader {
  readonly #headers = new Map<string, PlainHeader | undefined>();
  readonly #bytes = Buffer.allocUnsafe(MAX_LENGTH);

  /** @returns undefined for whatever is not plain. */
  read(token: string): PlainJws | undefined {
    const first = token.indexOf('.');
    const second = token.indexOf('.', first + 1);
    if (first < 1 || second < 0 || second === token.length - 1 || token.length > MAX_LENGTH) return undefined;
    const header = this.#header(token.slice(0, first));
    if (header === undefined) return undefined;
    const signatureBytes = this.#decoded(token.slice(second + 1));
    if (signatureBytes < 0) return undefined;
    const length = this.#decoded(token.slice(first + 1, second));
    const claims = length < 0 ? undefined : readFlatClaims(this.#bytes, length);
    if (claims === undefined) return undefined;
    const claimsJson = this.#bytes.toString('latin1', 0, length);
    return { header, claims, claimsJson, signatureBytes };
  }

  #header(encoded: string): PlainHeader | undefined {
    if (this.#headers.has(encoded)) return this.#headers.get(encoded);
    const json = this.#text(encoded);
    const header = json === undefined ? undefined : plainHeader(json);
    if (this.#headers.size >= MAX_HEADERS) this.#headers.clear();
    this.#headers.set(encoded, header);
    return header;
  }

  /** How many bytes the text stands for; -1 where it is not exactly how these are written. */
  #decoded(text: string): number {
    const length = this.#bytes.write(text, 0, MAX_LENGTH, 'base64url');
    return this.#bytes.toString('base64url', 0, length) === text ? length : -1;
  }

  #text(encoded: string): string | undefined {
    const length = this.#decoded(encoded);
    const text = length < 0 ? '' : this.#bytes.toString('latin1', 0, length);
    return length > 0 && !/[^ -~]|eyJ/.test(text) ? text : undefined;
  }
}

function plainHeader(json: string): PlainHeader | undefined {
  const header = canonicalObject(json);
  const alg = header && memberOf(header, 'alg');
  if (header === undefined || typeof alg !== 'string' || /^\s*(?:none)?\s*$/i.test(alg)) return undefined;
  return memberOf(header, 'b64') === undefined ? { algJson: JSON.stringify(alg), json } : undefined;
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
