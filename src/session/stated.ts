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
export function statedBy(token: string, roleOf = usualRole): Stated {
  const claims = claimsOf(token);
  const issuer = claims.iss;
  return {
    username: NAME_CLAIMS.map((name) => claims[name]).find(isText),
    role: roleOf(claims),
    issuer: isText(issuer) && /^https?:\/\//i.test(issuer) && URL.canParse(issuer) ? issuer : undefined,
    expiresAt: typeof claims.exp === 'number' && Number.isFinite(claims.exp) ? claims.exp : undefined,
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The payload of a compact JWS; an empty object where it is none. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, payload = '', signature] = token.split('.');
  if (signature === undefined) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? (claims as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

/** The role in the usual places of a payload or of a user record; the first of several. Null where there is none. */
export function usualRole(record: Readonly<Record<string, unknown>>): string | null {
  const { role, roles } = record;
  if (isText(role)) return role;
  return Array.isArray(roles) ? (roles.find(isText) ?? null) : null;
}
