import { type JsonValue, memberOf } from '../../json.js';
import { rfc, type Source } from '../../lint/source.js';
import { type ClaimsAtHand, claimMutation } from '../claim-change.js';
import type { Changes } from '../compose.js';
import type { Expected, JwsMutation } from '../mutation.js';
import type { Need } from '../need.js';

/** A host that can belong to nobody. @see RFC 2606 section 2 */
const STRANGER = 'https://stranger.invalid';

interface Claim {
  readonly name: 'aud' | 'iss' | 'sub';
  readonly tests: string;
  readonly source: Source;
}

const AUD: Claim = {
  name: 'aud',
  tests: 'the server takes tokens that are meant for others',
  source: rfc(8725, '3.9'),
};
const ISS: Claim = {
  name: 'iss',
  tests: 'the server takes tokens of other issuers: it does not compare `iss` character by character',
  source: rfc(8725, '3.8'),
};
const SUB: Claim = {
  name: 'sub',
  tests: 'the server goes on without a subject that it can know',
  source: rfc(9068, '2.2'),
};

function identity(
  { name, tests, source }: Claim,
  what: string,
  title: string,
  changes: (at: ClaimsAtHand) => Readonly<Record<string, Changes>> | Need,
  whenSigned: Expected | ((variant: string) => Expected) = 'refuse',
): JwsMutation {
  return claimMutation({
    id: `${name}.${what}`,
    title,
    tests,
    sources: [source, rfc(7519, '4.1')],
    whenSigned,
    changes,
  });
}

const to = (name: string, value: JsonValue | undefined) => () => ({ '': { [name]: value } });

/** The issuer, written another way. */
const issuerAs =
  (write: (issuer: string) => string | undefined) =>
  ({ claims }: ClaimsAtHand): Readonly<Record<string, Changes>> | Need => {
    const issuer = memberOf(claims, 'iss');
    if (typeof issuer !== 'string' || !URL.canParse(issuer)) return 'issuer-url';
    const written = write(issuer);
    return written === undefined || written === issuer ? 'issuer-url' : { '': { iss: written } };
  };

/** Cyrillic letters that look like Latin ones. @see Unicode Technical Standard 39 section 4 */
const CONFUSABLE: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  i: 'і',
  s: 'ѕ',
};

function withConfusable(issuer: string): string | undefined {
  const host = issuer.indexOf('://') + '://'.length;
  const at = [...issuer].findIndex((letter, index) => index >= host && Object.hasOwn(CONFUSABLE, letter));
  if (at === -1) return issuer.replace('http', 'httр');
  return `${issuer.slice(0, at)}${CONFUSABLE[issuer[at] ?? '']}${issuer.slice(at + 1)}`;
}

const toggleSlash = (issuer: string): string => (issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`);

/** The scheme and host in capitals: a URL that leads to the same place, and another text. */
const inCapitals = (issuer: string): string =>
  issuer.replace(/^[^:]+:\/\/[^/]*/, (origin) => origin.toUpperCase());

/** `aud` as a list: with others beside the real one, and of others only. */
function lists({ claims }: ClaimsAtHand): Readonly<Record<string, Changes>> {
  const aud = memberOf(claims, 'aud');
  const own = Array.isArray(aud) ? aud : aud === undefined ? [] : [aud];
  return { 'with-own': { aud: [...own, STRANGER] }, 'without-own': { aud: [STRANGER] } };
}

/** Tokens of another issuer, for another audience, about nobody. */
export const identityClaims: readonly JwsMutation[] = [
  identity(AUD, 'removed', '`aud` is missing', to('aud', undefined)),
  identity(AUD, 'wrong', '`aud` is somebody else', to('aud', STRANGER)),
  identity(AUD, 'array', '`aud` is a list that holds somebody else', lists, (variant) =>
    variant === 'with-own' ? 'either' : 'refuse',
  ),
  identity(AUD, 'wildcard', '`aud` is *', to('aud', '*')),
  identity(AUD, 'empty', '`aud` is empty', () => ({ text: { aud: '' }, list: { aud: [] } })),
  identity(ISS, 'removed', '`iss` is missing', to('iss', undefined)),
  identity(ISS, 'wrong', '`iss` is somebody else', to('iss', STRANGER)),
  identity(ISS, 'trailing-slash', '`iss` with a slash more or less', issuerAs(toggleSlash)),
  identity(ISS, 'case', '`iss` in capitals', issuerAs(inCapitals)),
  identity(ISS, 'unicode-confusable', '`iss` with a letter that looks the same', issuerAs(withConfusable)),
  identity(SUB, 'removed', '`sub` is missing', to('sub', undefined)),
  identity(SUB, 'number', '`sub` is a number', to('sub', 1), 'either'),
  identity(SUB, 'object', '`sub` is an object', to('sub', { id: 1 })),
];
