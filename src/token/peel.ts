import { isJsonObject, type JsonObject, type JsonValue, memberOf, readJson } from './json.js';
import { MAX_TOKEN_LENGTH, notAToken, tooLong } from './not-a-token.js';

/** Which token of a token response is meant. @see RFC 6749 section 5.1, OpenID Connect Core 3.1.3.3 */
export type Which = 'access' | 'id' | 'refresh';

const TOKEN_NAMES = {
  access: ['access_token', 'accessToken', 'token', 'jwt'],
  id: ['id_token', 'idToken'],
  refresh: ['refresh_token', 'refreshToken'],
} as const satisfies Record<Which, readonly string[]>;

const WANTED = {
  access: 'an access token',
  id: 'an ID token',
  refresh: 'a refresh token',
} as const satisfies Record<Which, string>;

/** Where a token was wrapped more often than this, something else is wrong. */
const MAX_LAYERS = 8;

/** A compact token alone. No wrapping goes without a quote, white space, a colon or a brace. */
const BARE = /^[\w.~-]+$/;

/** Takes off one wrapping; undefined where the text has none of its kind. */
type Peeler = (text: string, which: Which | undefined) => string | undefined;

const peelers = {
  quotes,
  scheme,
  cookieLine,
  headerLine,
  curlCommand,
  url,
  tokenResponse,
} as const satisfies Record<string, Peeler>;

/** What a token can be wrapped in. */
export type Wrapping = keyof typeof peelers;

/** A token, and what was taken off, from the outside in. */
export interface Unwrapped {
  readonly token: string;
  readonly wrappings: readonly Wrapping[];
}

/**
 * Takes a token out of what it was copied with: white space, a byte order mark, quotes, `Bearer`, a header or cookie
 * line, a curl command, a URL, or a whole token response in JSON.
 *
 * @param which - the token to take where there are several; default: the access token, else the ID token.
 * @throws {AuthctlError} `NOT_A_TOKEN` where the wrapping is there and the token is not, or the text is too long.
 */
export function peel(text: string, which?: Which): string {
  return unwrap(text, which).token;
}

/**
 * The same, and says what the token was wrapped in.
 *
 * @throws {AuthctlError} as `peel` does.
 */
export function unwrap(text: string, which?: Which): Unwrapped {
  if (text.length > MAX_TOKEN_LENGTH) throw tooLong(text.length);
  if (BARE.test(text)) return { token: text, wrappings: [] };
  const wrappings: Wrapping[] = [];
  let rest = text.replace(/^\ufeff/, '').trim();
  while (wrappings.length < MAX_LAYERS) {
    const peeled = peelOne(rest, which);
    if (peeled === undefined) break;
    wrappings.push(peeled.wrapping);
    rest = peeled.inner.trim();
  }
  return { token: rest, wrappings };
}

function peelOne(text: string, which: Which | undefined): { wrapping: Wrapping; inner: string } | undefined {
  for (const [wrapping, peeler] of Object.entries(peelers) as [Wrapping, Peeler][]) {
    const inner = peeler(text, which);
    if (inner !== undefined) return { wrapping, inner };
  }
  return undefined;
}

function quotes(text: string): string | undefined {
  const first = text[0] ?? '';
  return text.length > 1 && `"'\``.includes(first) && text.endsWith(first) ? text.slice(1, -1) : undefined;
}

/** @see RFC 6750 section 2.1, RFC 9449 section 7.1 */
function scheme(text: string): string | undefined {
  return /^(?:bearer|dpop|jwt|token)\s+(\S.*)$/is.exec(text)?.[1];
}

function headerLine(text: string): string | undefined {
  return /^[A-Za-z][A-Za-z0-9-]{0,63}:[ \t]*([^\s/].*)$/s.exec(text)?.[1];
}

function cookieLine(text: string): string | undefined {
  const pairs = /^(?:set-)?cookie:(.*)$/is.exec(text)?.[1];
  if (pairs === undefined) return undefined;
  const values = pairs.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
  const [first] = values;
  return values.find((value) => value.startsWith('eyJ')) ?? first;
}

function curlCommand(text: string): string | undefined {
  if (!/^curl\s/.test(text)) return undefined;
  const found = /authorization:\s*([^"'\n]+)/i.exec(text)?.[1] ?? /cookie:\s*[^"'\n]+/i.exec(text)?.[0];
  if (found === undefined) throw notAToken('it is a curl command without an Authorization or Cookie header');
  return found;
}

function url(text: string, which: Which | undefined): string | undefined {
  if (!/^https?:\/\/\S+$/i.test(text)) return undefined;
  const parameters = new URLSearchParams(text.slice(text.search(/[?#]/)).replaceAll(/[?#]/g, '&'));
  return chosen(Object.fromEntries(parameters), which, 'a URL');
}

function tokenResponse(text: string, which: Which | undefined): string | undefined {
  if (!text.startsWith('{')) return undefined;
  const json = readJson(text)?.value;
  if (!isJsonObject(json) || isSerializedToken(json)) return undefined;
  const nested = Object.values(json).filter((value): value is JsonObject => isJsonObject(value));
  const holder = [json, ...nested].find((candidate) => namesIn(candidate, which).length > 0) ?? json;
  return chosen(holder, which, 'JSON');
}

const isSerializedToken = (json: JsonObject): boolean =>
  ['signature', 'signatures', 'ciphertext'].some((name) => memberOf(json, name) !== undefined);

function chosen(members: JsonObject, which: Which | undefined, what: string): string {
  const [name] = namesIn(members, which);
  if (name !== undefined) return memberOf(members, name) as string;
  const wanted = which === undefined ? 'a token' : WANTED[which];
  const present = namesIn(members, undefined);
  throw notAToken(
    `it is ${what} without ${wanted}`,
    present.length > 0 ? `it has ${present.join(', ')}` : undefined,
  );
}

function namesIn(members: JsonObject, which: Which | undefined): readonly string[] {
  const kinds: readonly Which[] = which === undefined ? ['access', 'id', 'refresh'] : [which];
  return kinds.flatMap((kind) => TOKEN_NAMES[kind]).filter((name) => isText(memberOf(members, name)));
}

const isText = (value: JsonValue | undefined): boolean => typeof value === 'string' && value !== '';
