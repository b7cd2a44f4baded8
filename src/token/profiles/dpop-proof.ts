import { createHash } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { type JsonObject, memberOf } from '../json.js';
import { jwkThumbprint } from '../keys/thumbprint.js';
import { parseToken } from '../parse.js';
import { broken, demands, isObject, quoted, type Rule, typeOf } from './rule.js';

/** What a DPoP proof is judged by besides. */
export interface DpopExpectations {
  readonly kind: 'dpop';
  /** Of the request that it came with. */
  readonly method: string;
  /** Where that request went; query and fragment do not count. */
  readonly url: string;
  /** What the server asked for in `DPoP-Nonce`. */
  readonly nonce?: string | undefined;
  /** The access token that was sent with it. */
  readonly accessToken?: string | undefined;
}

type DpopRule = Rule<DpopExpectations>;

const SYNTAX = 'RFC 9449 section 4.2';
const CHECKING = 'RFC 9449 section 4.3';

/** How old a proof may be where nobody says, in seconds. @see RFC 9449 section 11.1 ("seconds or minutes") */
const MAX_AGE = 300;

const type: DpopRule = (said) =>
  typeOf(said) === 'dpop+jwt'
    ? []
    : broken(CHECKING, `the type is ${quoted(memberOf(said.header, 'typ'))}, not "dpop+jwt"`, 'type');

const asymmetric: DpopRule = ({ header }) =>
  /^HS\d/.test(String(memberOf(header, 'alg')))
    ? broken(CHECKING, 'it is made with a shared secret, which proves nothing about its sender', 'algorithm')
    : [];

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

const publicKeyOnly: DpopRule = ({ header }) => {
  const jwk = memberOf(header, 'jwk');
  if (!isObject(jwk)) return broken(SYNTAX, 'the header has no public key (`jwk`)');
  const secret = PRIVATE.find((name) => Object.hasOwn(jwk, name));
  return secret === undefined
    ? []
    : broken(CHECKING, `the key in the header is private: it has \`${secret}\``);
};

const method: DpopRule = ({ claims }, { method: sent }) => {
  const htm = memberOf(claims, 'htm');
  return htm === sent || htm === undefined
    ? []
    : broken(CHECKING, `\`htm\` is ${quoted(htm)}, and the request was ${sent}`);
};

const target: DpopRule = ({ claims }, { url }) => {
  const htu = memberOf(claims, 'htu');
  if (htu === undefined) return [];
  const isSame = typeof htu === 'string' && URL.canParse(htu) && withoutQuery(htu) === withoutQuery(url);
  return isSame
    ? []
    : broken(CHECKING, `\`htu\` is ${quoted(htu)}, and the request went to ${withoutQuery(url)}`);
};

/** Normalised as RFC 3986 sections 6.2.2 and 6.2.3 say: case, dots, default ports; percent-encoding in upper case. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return (
    origin +
    pathname.replace(/%([0-9a-f]{2})/gi, (triplet, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      return /[A-Za-z0-9._~-]/.test(character) ? character : triplet.toUpperCase();
    })
  );
}

const nonce: DpopRule = ({ claims }, { nonce: demanded }) =>
  demanded === undefined || memberOf(claims, 'nonce') === demanded
    ? []
    : broken(CHECKING, 'the `nonce` is not the one that the server asked for');

const age: DpopRule = ({ claims }, _, { maxAge, leeway = 0 }, now) => {
  const iat = memberOf(claims, 'iat');
  // Where a greatest age was named, that one is judged with the other claims.
  if (maxAge !== undefined || typeof iat !== 'number' || now - iat <= MAX_AGE + leeway) return [];
  return broken(
    CHECKING,
    `too old: made more than ${MAX_AGE} seconds ago; allow more with --max-age`,
    'too-old',
  );
};

const boundToToken: DpopRule = ({ header, claims }, { accessToken }) => {
  if (accessToken === undefined) return [];
  const expected = createHash('sha256').update(accessToken).digest('base64url');
  const hash = memberOf(claims, 'ath');
  const hashFailures = hash === expected ? [] : broken(CHECKING, '`ath` is not the hash of the access token');
  const jwk = memberOf(header, 'jwk');
  const bound = boundKey(accessToken);
  const isOther = bound !== undefined && (!isObject(jwk) || jwkThumbprint(jwk) !== bound);
  return isOther
    ? [...hashFailures, ...broken(CHECKING, 'the access token is bound to another key')]
    : hashFailures;
};

/** The thumbprint of the key that a JWT access token is bound to. @see RFC 9449 section 6.1 */
function boundKey(accessToken: string): unknown {
  const claims = claimsOf(accessToken);
  const confirmation = claims && memberOf(claims, 'cnf');
  return isObject(confirmation) ? memberOf(confirmation, 'jkt') : undefined;
}

function claimsOf(accessToken: string): JsonObject | undefined {
  try {
    const token = parseToken(accessToken);
    return token.format === 'jws' && token.payload.kind === 'claims' ? token.payload.claims : undefined;
  } catch (error) {
    if (error instanceof AuthctlError) return undefined;
    throw error;
  }
}

/** @see RFC 9449 sections 4.2 (syntax) and 4.3 (checking) */
export const dpopRules: readonly DpopRule[] = [
  type,
  asymmetric,
  publicKeyOnly,
  demands(SYNTAX, { jti: 'string', htm: 'string', htu: 'string', iat: 'number' }),
  method,
  target,
  nonce,
  age,
  boundToToken,
];
