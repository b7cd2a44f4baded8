import { atPointer, isJsonObject, type JsonValue } from '../token/json.js';

/** Where servers put the token that a client sends, best first; `id_token` says who somebody is, so it comes last. */
export const USUAL_PLACES: readonly string[] = [
  '/access_token',
  '/accessToken',
  '/token',
  '/jwt',
  '/authToken',
  '/auth_token',
  '/token/access_token',
  '/token/accessToken',
  '/tokens/access_token',
  '/tokens/accessToken',
  '/tokens/access/token',
  '/data/access_token',
  '/data/accessToken',
  '/data/token',
  '/data/jwt',
  '/data',
  '/result/access_token',
  '/result/accessToken',
  '/result/token',
  '/authentication/token',
  '/user/token',
  '/session/access_token',
  '/session/token',
  '/access',
  '/key',
  '/bearer',
  '/id_token',
  '/idToken',
];

export interface FoundToken {
  readonly token: string;
  /** JSON Pointer to it; empty where the whole answer is the token. */
  readonly pointer: string;
}

/**
 * The token in a login's answer.
 *
 * @param value - the answer's JSON value.
 * @param pointer - the one place to look at; without it the usual places are tried in turn.
 */
export function findToken(value: JsonValue | undefined, pointer?: string): FoundToken | undefined {
  if (pointer !== undefined) return at(value, pointer);
  if (typeof value === 'string') return looksLikeJwt(value) ? { token: bare(value), pointer: '' } : undefined;
  if (!isJsonObject(value)) return undefined;
  for (const place of USUAL_PLACES) {
    const found = at(value, place);
    if (found) return found;
  }
  return undefined;
}

function at(value: JsonValue | undefined, pointer: string): FoundToken | undefined {
  const found = value === undefined ? undefined : atPointer(value, pointer);
  return typeof found === 'string' && isToken(bare(found)) ? { token: bare(found), pointer } : undefined;
}

/** Some servers answer the whole header value. */
const bare = (text: string): string => text.trim().replace(/^Bearer\s+/i, '');

/** The characters of RFC 6750 section 2.1 (b64token): anything else could not be sent as a bearer token. */
const isToken = (text: string): boolean => /^[\w.~+/-]+=*$/.test(text);

const looksLikeJwt = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(bare(text));
