import type { webcrypto } from 'node:crypto';
import {
  errors,
  type JWTClaimVerificationOptions,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import type { KeyRing } from './key-ring.js';

/** RFC 9068 section 2.1. */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** What access tokens are checked against besides keys. */
export interface Expected {
  /** Issuer identifier, and the audience: issuer and API are one server. */
  readonly issuer: string;
  /** Whole seconds since the epoch. */
  readonly now: number;
  /** The `client_id` of every client. */
  readonly clients: readonly string[];
}

/** What signs a token, and how it is named in the header. */
export interface Signer {
  readonly alg: string;
  readonly kid?: string;
  readonly key: webcrypto.CryptoKey | Uint8Array;
}

/** The decisions about access tokens. */
export interface TokenPolicy {
  /** What the header's `typ` and the claims must be. */
  claimRules(expected: Expected): JWTClaimVerificationOptions;
  /** The claims of a token that is signed with one of the keys and keeps the rules. @throws one of jose's errors. */
  verifyToken(
    token: string,
    keys: KeyRing,
    rules: JWTClaimVerificationOptions,
    expected: Expected,
  ): Promise<JWTPayload>;
  /** What new tokens are signed with. */
  signerOf(keys: KeyRing): Signer;
}

/** RFC 9068 section 4: type, issuer and audience are pinned, without leeway, for issuer and API share one clock. */
export const claimRules: TokenPolicy['claimRules'] = ({ issuer, now }) => ({
  typ: ACCESS_TOKEN_TYPE,
  issuer,
  audience: issuer,
  requiredClaims: ['sub', 'exp', 'iat', 'jti', 'client_id'],
  currentDate: new Date(now * 1000),
});

/** The key is one of ours, and the algorithm is the key's, whatever else the header says (RFC 8725 section 3.1). */
export const verifyToken: TokenPolicy['verifyToken'] = async (token, keys, rules) => {
  const keyFor = ({ kid, alg }: JWTHeaderParameters) => {
    const key = keys.find(kid) ?? keys.current;
    if (alg !== key.alg) throw new errors.JOSEAlgNotAllowed('the algorithm is not that of the key');
    return key.publicKey;
  };
  const { payload } = await jwtVerify(token, keyFor, rules);
  return payload;
};

export const signerOf: TokenPolicy['signerOf'] = ({ current: { alg, kid, privateKey } }) => ({
  alg,
  kid,
  key: privateKey,
});
