import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys.js';
import { userClaims } from './user-claims.js';
import type { User } from './users.js';

/** How long an access token lasts, in seconds. Nothing ends it earlier. */
export const TOKEN_LIFETIME = 900;

const TYPE = 'at+jwt';

export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export type TokenVerdict =
  | { readonly valid: true; readonly userId: number }
  /** `why` is for a log or an error description: it holds nothing of the token. */
  | { readonly valid: false; readonly why: string };

export interface AccessTokenSettings {
  readonly keys: SigningKeys;
  /** Issuer identifier, and the audience: issuer and API are one server. */
  readonly issuer: string;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
}

/** Issues and checks this server's access tokens: JWTs as RFC 9068 profiles them. */
export class AccessTokens {
  readonly #settings: AccessTokenSettings;

  constructor(settings: AccessTokenSettings) {
    this.#settings = settings;
  }

  /** RFC 9068 section 2.2, with the user's `id`, `username`, `role` and `roles` besides. */
  async issue(user: User): Promise<IssuedToken> {
    const { keys, issuer, now } = this.#settings;
    const issuedAt = now();
    const { sub, client_id, ...others } = userClaims(user);
    const claims = {
      iss: issuer,
      sub,
      aud: issuer,
      client_id,
      iat: issuedAt,
      exp: issuedAt + TOKEN_LIFETIME,
      jti: randomUUID(),
      ...others,
    };
    const accessToken = await new SignJWT(claims)
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid: keys.kid })
      .sign(keys.privateKey);
    return { accessToken, expiresIn: TOKEN_LIFETIME };
  }

  /**
   * RFC 9068 section 4: algorithm, type, issuer and audience are pinned, the key is ours whatever the header says,
   * and there is no leeway, for issuer and API share one clock. Does not ask whether the user still exists.
   */
  async verify(token: string): Promise<TokenVerdict> {
    const { keys, issuer, now } = this.#settings;
    try {
      const { payload } = await jwtVerify(token, keys.publicKey, {
        algorithms: [SIGNING_ALGORITHM],
        typ: TYPE,
        issuer,
        audience: issuer,
        requiredClaims: ['sub', 'exp', 'iat', 'jti', 'client_id'],
        currentDate: new Date(now() * 1000),
      });
      return { valid: true, userId: Number(payload.sub) };
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
