import { type JsonObject, memberOf } from '../json.js';

interface KeyKind {
  readonly kty: string;
  readonly crv?: readonly string[];
}

const RSA: KeyKind = { kty: 'RSA' };
const SECRET: KeyKind = { kty: 'oct' };

/** The keys that each algorithm signs with. @see RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 8812 section 3.2 */
const keyKinds: ReadonlyMap<string, KeyKind> = new Map(
  Object.entries({
    HS256: SECRET,
    HS384: SECRET,
    HS512: SECRET,
    RS256: RSA,
    RS384: RSA,
    RS512: RSA,
    PS256: RSA,
    PS384: RSA,
    PS512: RSA,
    ES256: { kty: 'EC', crv: ['P-256'] },
    ES384: { kty: 'EC', crv: ['P-384'] },
    ES512: { kty: 'EC', crv: ['P-521'] },
    ES256K: { kty: 'EC', crv: ['secp256k1'] },
    EdDSA: { kty: 'OKP', crv: ['Ed25519', 'Ed448'] },
    Ed25519: { kty: 'OKP', crv: ['Ed25519'] },
    Ed448: { kty: 'OKP', crv: ['Ed448'] },
    'ML-DSA-44': { kty: 'AKP' },
    'ML-DSA-65': { kty: 'AKP' },
    'ML-DSA-87': { kty: 'AKP' },
  }),
);

/** Names of one algorithm, so that a key for one is a key for the other. @see RFC 9864 section 3.1 */
const EDWARDS = ['EdDSA', 'Ed25519', 'Ed448'];

/**
 * Whether a JWK is for this algorithm, by its type, curve and own `alg`.
 *
 * @returns true also for an algorithm that is not known: another rule speaks of that.
 */
export function algorithmFitsKey(alg: string, key: JsonObject): boolean {
  const kind = keyKinds.get(alg);
  if (kind === undefined) return true;
  const own = memberOf(key, 'alg');
  const isNamed =
    own === undefined || own === alg || (EDWARDS.includes(alg) && EDWARDS.includes(String(own)));
  const isOfCurve = kind.crv === undefined || kind.crv.includes(String(memberOf(key, 'crv')));
  return isNamed && isOfCurve && memberOf(key, 'kty') === kind.kty;
}

/** `EC P-256`, `RSA for PS256`. */
export function keyInWords(key: JsonObject): string {
  const { kty, crv, alg } = {
    kty: memberOf(key, 'kty'),
    crv: memberOf(key, 'crv'),
    alg: memberOf(key, 'alg'),
  };
  const kind = [kty, crv].filter((name) => typeof name === 'string').join(' ');
  return typeof alg === 'string' ? `${kind} for ${alg}` : kind;
}
