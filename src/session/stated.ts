import { isJsonObject, type JsonObject, type JsonValue } from '../token/json.js';
import { findRole } from '../token/role.js';

/** What a token says of its bearer. Nothing here is checked: the server that issued it is who the user trusts. */
export interface Stated {
  readonly username: string | undefined;
  readonly role: string | null;
  /** `iss`, where it is an http or https URL. */
  readonly issuer: string | undefined;
  /** `exp`, seconds since the epoch. */
  readonly expiresAt: number | undefined;
}

/** Claims that name the subject to a person, the most readable first. */
const NAME_CLAIMS = ['username', 'preferred_username', 'email', 'name', 'sub'];

/** Reads a token's payload; an opaque token states nothing. */
export function statedBy(token: string): Stated {
  const claims = claimsOf(token);
  const issuer = claims.iss;
  return {
    username: NAME_CLAIMS.map((name) => claims[name]).find(isText),
    role: findRole(claims)?.role ?? null,
    issuer: isText(issuer) && /^https?:\/\//i.test(issuer) && URL.canParse(issuer) ? issuer : undefined,
    expiresAt: typeof claims.exp === 'number' && Number.isFinite(claims.exp) ? claims.exp : undefined,
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The payload of a compact JWS; an empty object where it is none. */
export function claimsOf(token: string): JsonObject {
  const [, payload = '', signature] = token.split('.');
  if (signature === undefined) return {};
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as JsonValue;
    return isJsonObject(claims) ? claims : {};
  } catch {
    return {};
  }
}
