import { randomUUID } from 'node:crypto';
import { AuthctlError } from '../errors.js';
import { encryptToken } from './encrypt.js';
import { type JsonObject, type JsonValue, memberOf } from './json.js';
import type { EncryptionKey } from './keys/encryption-key.js';
import { chooseAlgorithm, type SigningKey } from './keys/signing-key.js';
import { keyIdOf } from './keys/thumbprint.js';
import { signCompact } from './sign.js';

/** How long a token lasts where nothing else is said, in seconds. */
export const DEFAULT_LIFETIME = 900;

/** The type of a JWT access token. @see RFC 9068 section 2.1 */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

export interface IssueOptions {
  readonly key: SigningKey;
  /** One of the key's; default: the first of them. */
  readonly algorithm?: string | undefined;
  /** `iss`, `sub` and `aud` must be there, and `client_id` in an access token, unless `bare`. */
  readonly claims: JsonObject;
  /** Further members, or others than the usual `typ` and `kid`; not `alg`. */
  readonly header?: JsonObject | undefined;
  /** Where the claims have no `exp`: seconds from now, or from `nbf` where that is later; default 900. */
  readonly lifetime?: number | undefined;
  /** Add nothing but `alg`: no `typ`, `kid`, `iat`, `exp` and `jti`. */
  readonly bare?: boolean | undefined;
  /** Encrypt the signed token to this key. */
  readonly encryptTo?: EncryptionKey | undefined;
  /** Let an RSA key below 2048 bits or a secret shorter than its hash sign all the same. */
  readonly allowWeakKeys?: boolean | undefined;
  /** Makes the `jti` where the claims have none; default: a random UUID. */
  readonly newId?: (() => string) | undefined;
}

/**
 * Issues a token that is safe by default: an access token as RFC 9068 profiles them, that says who made it, whom it is
 * about and meant for, when it was made and when it ends, with an id of its own, and the id of the key that signed it
 * (its own, else its thumbprint; none for a secret).
 *
 * Claims are signed as they are given: whether their values make sense is for `lint` to say.
 *
 * @param now - seconds since the epoch: `iat`.
 * @returns a compact JWS, or a compact JWE with `encryptTo`.
 * @throws {AuthctlError} `USAGE` where a claim is missing or the header cannot be signed; `KEY_UNUSABLE` where the key
 * is not for the algorithm, or too weak.
 * @see RFC 9068 section 2 (access tokens), RFC 7519 section 4.1 (claims), RFC 8725 section 3.11 (explicit typing),
 * RFC 7797 section 7 (`b64`)
 */
export async function issue(options: IssueOptions, now: number): Promise<string> {
  const { key, bare = false, encryptTo } = options;
  const alg = chooseAlgorithm(key, options.algorithm, options.allowWeakKeys);
  const header = await headerFor(key, alg, options);
  const claims = bare ? options.claims : completed(options, memberOf(header, 'typ'), now);
  const token = await signCompact({ header, claims }, key);
  return encryptTo ? encryptToken(token, encryptTo) : token;
}

async function headerFor(
  key: SigningKey,
  alg: string,
  { header = {}, bare = false }: IssueOptions,
): Promise<JsonObject & { readonly alg: string }> {
  if (memberOf(header, 'alg') !== undefined) {
    throw new AuthctlError('USAGE', 'the algorithm is no header that can be set: it belongs to the key', {
      hint: 'choose it with --alg; `authctl forge` makes tokens that say another one than they are signed with',
    });
  }
  if (memberOf(header, 'b64') === false) {
    throw new AuthctlError('USAGE', 'the claims of a token are encoded, and `b64` says that they are not', {
      hint: 'leave `b64` out; `authctl forge b64.false` makes such tokens',
    });
  }
  if (bare) return { alg, ...header };
  const kid = await keyIdOf(key);
  return { alg, typ: ACCESS_TOKEN_TYPE, ...(kid === undefined ? {} : { kid }), ...header };
}

function completed(
  { claims, lifetime = DEFAULT_LIFETIME, newId = randomUUID }: IssueOptions,
  typ: JsonValue | undefined,
  now: number,
): JsonObject {
  const needed = ['iss', 'sub', 'aud', ...(typ === ACCESS_TOKEN_TYPE ? ['client_id'] : [])];
  const missing = needed.find((name) => memberOf(claims, name) === undefined);
  if (missing !== undefined) {
    throw new AuthctlError('USAGE', `the claim \`${missing}\` is missing`, {
      hint: `add \`${missing}\`, or leave out everything that is not asked for with --bare`,
    });
  }
  const nbf = memberOf(claims, 'nbf');
  const start = typeof nbf === 'number' ? Math.max(now, nbf) : now;
  return { iat: now, exp: start + lifetime, jti: newId(), ...claims };
}
