import { randomUUID } from 'node:crypto';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { ExpiringMap } from './expiring-map.js';
import type { KeyRing } from './key-ring.js';
import type { ServerSettings } from './settings.js';
import { userClaims } from './user-claims.js';
import type { User, UserDirectory } from './users.js';

const TYPE = 'at+jwt';

export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

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
  readonly settings: () => Pick<ServerSettings, 'roles' | 'tokens'>;
  readonly users: () => Pick<UserDirectory, 'claimsOf'>;
}

/** What a token that is asked for by name differs in from what a login gives. */
export interface TokenWishes {
  /** In seconds; default: as configured. */
  readonly lifetime?: number;
  /** Added to what tokens say, or put in its place. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Issues and checks this server's access tokens: JWTs as RFC 9068 profiles them. */
export class AccessTokens {
  readonly #given: AccessTokenSettings;

  constructor(given: AccessTokenSettings) {
    this.#given = given;
  }

  /** RFC 9068 section 2.2, with the user's `id`, `username`, `role` and `roles` besides, and its own claims. */
  async issue(user: User, wishes: TokenWishes = {}): Promise<IssuedToken> {
    const { keys, issuer, now, settings, users } = this.#given;
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
    const { alg, kid, privateKey } = keys.current;
    const accessToken = await new SignJWT(claims)
      .setProtectedHeader({ alg, typ: TYPE, kid })
      .sign(privateKey);
    return { accessToken, expiresIn: lifetime };
  }

  /**
   * RFC 9068 section 4: algorithm, type, issuer and audience are pinned, the key is one of ours whatever else the
   * header says, and there is no leeway, for issuer and API share one clock. Does not ask whether the user still exists.
   */
  async verify(token: string): Promise<TokenVerdict> {
    const { keys, issuer, now, revoked } = this.#given;
    const { alg, publicKey } = keys.find(keyIdOf(token)) ?? keys.current;
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: [alg],
        typ: TYPE,
        issuer,
        audience: issuer,
        requiredClaims: ['sub', 'exp', 'iat', 'jti', 'client_id'],
        currentDate: new Date(now() * 1000),
      });
      if (revoked.has(String(payload.jti))) return { valid: false, why: 'the token was revoked' };
      return { valid: true, claims: payload };
    } catch (error) {
      return { valid: false, why: reasonFor(error) };
    }
  }
}

function keyIdOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

function reasonFor(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token's ${error.claim} is not accepted`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return "the token's signature does not verify";
  if (error instanceof errors.JOSEAlgNotAllowed) return "the token's algorithm is not accepted";
  return 'the token is malformed';
}
