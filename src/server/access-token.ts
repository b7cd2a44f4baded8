import { randomUUID } from 'node:crypto';
import { errors, type JWTPayload, SignJWT } from 'jose';
import type { ExpiringMap } from './expiring-map.js';
import type { IssuedToken, TokenWishes } from './issued-token.js';
import type { KeyRing } from './key-ring.js';
import type { ServerSettings } from './settings.js';
import { ACCESS_TOKEN_TYPE, type TokenPolicy } from './token-policy.js';
import { userClaims } from './user-claims.js';
import type { User, UserDirectory } from './users.js';

export type TokenVerdict =
  | { readonly valid: true; readonly claims: JWTPayload }
  /** `why` is for a log or an error description: it holds nothing of the token. */
  | { readonly valid: false; readonly why: string };

export interface AccessTokenSettings {
  readonly keys: KeyRing;
  /** Issuer identifier, and the audience: issuer and API are one server. */
  readonly issuer: string;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
  /** Those that were ended before their time, by `jti`. */
  readonly revoked: Pick<ExpiringMap<true>, 'has'>;
  /** As they are at this moment: a reload changes them. */
  readonly settings: () => Pick<ServerSettings, 'roles' | 'tokens' | 'clients'>;
  readonly users: () => Pick<UserDirectory, 'claimsOf'>;
  readonly policy: () => TokenPolicy;
}

/** Issues and checks this server's access tokens: JWTs as RFC 9068 profiles them. */
export class AccessTokens {
  readonly #given: AccessTokenSettings;

  constructor(given: AccessTokenSettings) {
    this.#given = given;
  }

  /** RFC 9068 section 2.2, with the user's `id`, `username`, `role` and `roles` besides, and its own claims. */
  async issue(user: User, wishes: TokenWishes = {}): Promise<IssuedToken> {
    const { keys, issuer, now, settings, users, policy } = this.#given;
    const { roles, tokens } = settings();
    const issuedAt = now();
    const { lifetime = tokens.lifetime } = wishes;
    const { sub, client_id, ...others } = userClaims(user, roles);
    const claims = {
      iss: issuer,
      sub,
      aud: issuer,
      client_id,
      iat: issuedAt,
      exp: issuedAt + lifetime,
      jti: randomUUID(),
      ...others,
      ...users().claimsOf(user.id),
      ...wishes.claims,
    };
    const { alg, kid, key } = policy().signerOf(keys);
    const accessToken = await new SignJWT(claims)
      .setProtectedHeader({ alg, typ: ACCESS_TOKEN_TYPE, ...(kid === undefined ? {} : { kid }) })
      .sign(key);
    return { accessToken, expiresIn: lifetime };
  }

  /** Checks a token as the policy says, and that it was not revoked. Does not ask whether the user still exists. */
  async verify(token: string): Promise<TokenVerdict> {
    const { keys, issuer, now, revoked, settings, policy } = this.#given;
    const expected = { issuer, now: now(), clients: settings().clients.map(({ id }) => id) };
    const { claimRules, verifyToken } = policy();
    try {
      const claims = await verifyToken(token, keys, claimRules(expected), expected);
      if (revoked.has(String(claims.jti))) return { valid: false, why: 'the token was revoked' };
      return { valid: true, claims };
    } catch (error) {
      return { valid: false, why: reasonFor(error) };
    }
  }
}

function reasonFor(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token's ${error.claim} is not accepted`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return "the token's signature does not verify";
  if (error instanceof errors.JOSEAlgNotAllowed) return "the token's algorithm is not accepted";
  return 'the token is malformed';
}
