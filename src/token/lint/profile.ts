import { isJsonObject, type JsonObject, memberOf } from '../json.js';

/** The kinds of token that `--profile` names. */
export const PROFILES = ['access-token', 'id-token', 'logout', 'dpop'] as const;

export type Profile = (typeof PROFILES)[number];

/** What a token is taken for; `other` where neither its type nor its claims tell. */
export type Kind = Profile | 'other';

/** @see RFC 9068 section 2.1, OpenID Connect Back-Channel Logout 2.4, RFC 9449 section 4.2 */
const KIND_OF_TYPE: ReadonlyMap<string, Kind> = new Map([
  ['at+jwt', 'access-token'],
  ['logout+jwt', 'logout'],
  ['dpop+jwt', 'dpop'],
]);

/** What Keycloak calls its tokens inside of them. */
const KIND_OF_TYPE_CLAIM: ReadonlyMap<string, Kind> = new Map([
  ['bearer', 'access-token'],
  ['dpop', 'access-token'],
  ['id', 'id-token'],
  ['logout', 'logout'],
]);

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** Claims that only one kind of token has. @see OpenID Connect Core 2 and 3.3.2.11, RFC 9068 section 2.2, RFC 8693 */
const TELLING_CLAIMS: readonly (readonly [Kind, readonly string[]])[] = [
  ['id-token', ['nonce', 'at_hash', 'c_hash', 's_hash']],
  ['dpop', ['htm', 'htu']],
  ['access-token', ['scope', 'scp', 'client_id']],
  ['id-token', ['auth_time', 'amr', 'acr']],
];

/**
 * What kind of token this is, from its type, else from the claims that only one kind has. The type goes first: it is
 * what a verifier goes by.
 *
 * @param claims - null where the payload holds none.
 */
export function recogniseKind(header: JsonObject, claims: JsonObject | null): Kind {
  const byType = KIND_OF_TYPE.get(mediaSubtype(memberOf(header, 'typ')));
  if (byType !== undefined || claims === null || hasTypeOfItsOwn(header)) return byType ?? 'other';
  const events = memberOf(claims, 'events');
  if (isJsonObject(events) && Object.hasOwn(events, LOGOUT_EVENT)) return 'logout';
  const said = memberOf(claims, 'typ');
  const byClaim = typeof said === 'string' ? KIND_OF_TYPE_CLAIM.get(said.toLowerCase()) : undefined;
  if (byClaim !== undefined) return byClaim;
  const telling = TELLING_CLAIMS.find(([, names]) => names.some((name) => Object.hasOwn(claims, name)));
  return telling?.[0] ?? kindByParty(claims);
}

/** An ID token is for the client that it was issued to; a token for somebody else gives access there. */
function kindByParty(claims: JsonObject): Kind {
  const [azp, aud] = [memberOf(claims, 'azp'), memberOf(claims, 'aud')];
  if (typeof azp !== 'string' || aud === undefined) return 'other';
  return aud === azp || (Array.isArray(aud) && aud.includes(azp)) ? 'id-token' : 'access-token';
}

/**
 * Whether the header names a type that none of the kinds has: a security event, a request object, a credential. What
 * such a token must hold is written elsewhere.
 *
 * @see RFC 8725 section 3.11 (types end in `+jwt`)
 */
export function hasTypeOfItsOwn(header: JsonObject): boolean {
  const type = mediaSubtype(memberOf(header, 'typ'));
  return !KIND_OF_TYPE.has(type) && /\+(?:sd-)?jwt$/.test(type);
}

/** A `typ` in lower case and without `application/`; empty where it is no string. @see RFC 7515 section 4.1.9 */
export function mediaSubtype(typ: unknown): string {
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
}
