import { createHash } from 'node:crypto';
import { memberOf } from '../json.js';
import { audiencesOf, broken, demands, quoted, type Rule, typeOf } from './rule.js';

/** What an ID token is judged by besides. */
export interface IdTokenExpectations {
  readonly kind: 'id-token';
  /** Who asked for it. */
  readonly clientId: string;
  /** What the authentication request held; default: none is asked for. */
  readonly nonce?: string | undefined;
  /** The access token that came with it, for `at_hash`. */
  readonly accessToken?: string | undefined;
  /** How long ago its subject may have logged in, in seconds. */
  readonly maxAuthAge?: number | undefined;
}

type IdTokenRule = Rule<IdTokenExpectations>;

const VALIDATION = 'OpenID Connect Core section 3.1.3.7';

/** Tokens of other kinds say so; those of this kind say `JWT` or nothing. @see RFC 8725 section 3.11 */
const type: IdTokenRule = (said) => {
  const typ = typeOf(said);
  return typ === undefined || typ === 'jwt'
    ? []
    : broken(
        'RFC 8725 section 3.11',
        `the type is ${quoted(memberOf(said.header, 'typ'))}: that is no ID token`,
        'type',
      );
};

const audience: IdTokenRule = ({ claims }, { clientId }, { audience: trusted = [] }) => {
  const audiences = audiencesOf(claims);
  if (!audiences.includes(clientId)) {
    return broken(
      VALIDATION,
      `the audience is ${quoted(memberOf(claims, 'aud'))}, not "${clientId}"`,
      'audience',
    );
  }
  const strangers = audiences.filter((name) => name !== clientId && !trusted.includes(String(name)));
  return strangers.length === 0
    ? []
    : broken(VALIDATION, `it is meant for ${strangers.map(quoted).join(', ')} too`, 'audience');
};

const authorizedParty: IdTokenRule = ({ claims }, { clientId }) => {
  const azp = memberOf(claims, 'azp');
  if (azp === undefined) {
    return audiencesOf(claims).length > 1 ? broken(VALIDATION, 'it has several audiences and no `azp`') : [];
  }
  return azp === clientId ? [] : broken(VALIDATION, `\`azp\` is ${quoted(azp)}, not "${clientId}"`);
};

/** A MAC is made with the secret of one client, so it can be meant for that one only. */
const sharedSecret: IdTokenRule = ({ header, claims }) =>
  /^HS\d/.test(String(memberOf(header, 'alg'))) && audiencesOf(claims).length > 1
    ? broken(VALIDATION, 'it is signed with a shared secret and meant for several audiences')
    : [];

const nonce: IdTokenRule = ({ claims }, { nonce: sent }) => {
  const held = memberOf(claims, 'nonce');
  return sent === undefined || held === sent
    ? []
    : broken(VALIDATION, 'the `nonce` is not the one that was sent');
};

const loginAge: IdTokenRule = ({ claims }, { maxAuthAge }, { leeway = 0 }, now) => {
  if (maxAuthAge === undefined) return [];
  const authTime = memberOf(claims, 'auth_time');
  if (typeof authTime !== 'number') {
    return broken(
      VALIDATION,
      'when its subject logged in is unknown: there is no `auth_time`',
      'claim-missing',
    );
  }
  return now - authTime > maxAuthAge + leeway
    ? broken(VALIDATION, 'its subject logged in too long ago', 'too-old')
    : [];
};

const HASH_SECTION = 'OpenID Connect Core section 3.1.3.8';

/** Half of a hash; which one, the algorithm of the ID token says. */
const accessTokenHash: IdTokenRule = ({ header, claims }, { accessToken }) => {
  const held = memberOf(claims, 'at_hash');
  if (accessToken === undefined || held === undefined) return [];
  const alg = String(memberOf(header, 'alg'));
  const hash = hashOf(alg);
  if (hash === undefined) return broken(HASH_SECTION, `no hash is defined for \`at_hash\` with ${alg}`);
  const digest = createHash(hash).update(accessToken).digest();
  const expected = digest.subarray(0, digest.length / 2).toString('base64url');
  return held === expected ? [] : broken(HASH_SECTION, '`at_hash` is not the hash of the access token');
};

function hashOf(alg: string): string | undefined {
  const bits = /(256|384|512)K?$/.exec(alg)?.[1];
  if (bits !== undefined) return `sha${bits}`;
  // What certified implementations use with Ed25519.
  return alg === 'EdDSA' || alg === 'Ed25519' ? 'sha512' : undefined;
}

/** @see OpenID Connect Core sections 2 (claims), 3.1.3.7 (validation), 3.1.3.8 (`at_hash`) */
export const idTokenRules: readonly IdTokenRule[] = [
  type,
  demands('OpenID Connect Core section 2', {
    iss: 'string',
    sub: 'string',
    aud: 'any',
    exp: 'number',
    iat: 'number',
  }),
  audience,
  authorizedParty,
  sharedSecret,
  nonce,
  loginAge,
  accessTokenHash,
];
