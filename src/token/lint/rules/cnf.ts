import { isJsonObject, type JsonObject, type JsonValue, memberOf } from '../../json.js';
import { privateMembersOf } from '../../keys/jwk.js';
import { claimAt, judgeClaim } from '../claim-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { ServerSubject } from '../subject.js';

/** Most tokens are bearer tokens, and that is no finding; it is one where the server could do better. */
export const cnfAbsent: TokenRule = {
  id: 'cnf.absent',
  title: 'a bearer token where a bound one is to be had',
  severity: 'info',
  about: 'token',
  kinds: ['access-token'],
  sources: [rfc(9700, '2.2.1'), rfc(9700, '4.10.1')],
  advice: 'ask for a token that is bound to a key of the client: DPoP (RFC 9449) or mutual TLS (RFC 8705)',
  judge: ({ claims, server }) => {
    const how = server && bindingOf(server);
    if (claims === null || !how || memberOf(claims, 'cnf') !== undefined) return [];
    return [{ message: `whoever has the token can use it, and the server offers ${how}`, at: '/payload' }];
  },
};

function bindingOf({ metadata }: ServerSubject): string | undefined {
  if (metadata === null) return undefined;
  if (memberOf(metadata, 'tls_client_certificate_bound_access_tokens') === true) return 'mutual TLS';
  const dpop = memberOf(metadata, 'dpop_signing_alg_values_supported');
  return Array.isArray(dpop) && dpop.length > 0 ? 'DPoP' : undefined;
}

/** A SHA-256 hash in base64url. */
const HASH = /^[A-Za-z0-9_-]{43}$/;

const isHash = (value: JsonValue): string | undefined =>
  typeof value === 'string' && HASH.test(value) ? undefined : 'is not a SHA-256 hash in base64url';

const isText = (value: JsonValue): string | undefined =>
  typeof value === 'string' && value !== '' ? undefined : 'is not a string';

function isPublicKey(value: JsonValue): string | undefined {
  if (!isJsonObject(value) || typeof memberOf(value, 'kty') !== 'string') return 'is not a key';
  return privateMembersOf(value).length > 0 ? 'holds a private or secret key' : undefined;
}

/** What says of each member what is wrong with it. @see RFC 7800 section 3, RFC 8705 section 3.1, RFC 9449 section 6.1 */
const MEMBERS: Readonly<Record<string, (value: JsonValue) => string | undefined>> = {
  jkt: isHash,
  'x5t#S256': isHash,
  jwk: isPublicKey,
  jwe: isText,
  jku: isText,
  kid: isText,
};

export const cnfMalformed: TokenRule = {
  id: 'cnf.malformed',
  title: 'bound to no key that can be checked',
  severity: 'high',
  about: 'token',
  sources: [rfc(7800, '3.1'), rfc(9449, '6.1'), rfc(8705, '3.1')],
  advice: 'make `cnf` an object with `jkt`, `x5t#S256` or `jwk`, the public key or its SHA-256 thumbprint',
  judge: (subject) =>
    judgeClaim(subject, 'cnf', (cnf) => {
      if (!isJsonObject(cnf)) return `\`cnf\` is ${quoted(cnf)}, not an object`;
      if (Object.keys(cnf).length === 0) return '`cnf` is empty: it binds the token to nothing';
      const faults = Object.entries(MEMBERS).flatMap(([name, judge]) => {
        const value = memberOf(cnf, name);
        const fault = value === undefined ? undefined : judge(value);
        return fault === undefined ? [] : [`\`${name}\` in \`cnf\` ${fault}`];
      });
      return faults[0];
    }),
};

/** Each of them names a key; `kid` may stand beside one. */
const NAME_A_KEY = ['jwk', 'jwe', 'jku', 'jkt', 'x5t#S256'];

export const cnfMultiple: TokenRule = {
  id: 'cnf.multiple',
  title: 'bound to several keys',
  severity: 'high',
  about: 'token',
  sources: [rfc(7800, '3.1')],
  advice: 'bind the token to one key: verifiers disagree on whether one or all must be proved',
  judge: ({ claims }) => {
    const cnf = claims ? memberOf(claims, 'cnf') : undefined;
    const named = isJsonObject(cnf) ? namesOfKeys(cnf) : [];
    if (named.length < 2) return [];
    return [{ message: `\`cnf\` names ${named.length} keys: ${named.join(', ')}`, at: claimAt('cnf') }];
  },
};

const namesOfKeys = (cnf: JsonObject): readonly string[] =>
  NAME_A_KEY.filter((name) => memberOf(cnf, name) !== undefined);
