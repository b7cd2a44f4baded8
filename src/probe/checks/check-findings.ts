import type { Check, Finding } from '../result.js';
import { type CheckClass, classOfCheck, familyOf } from './check-classes.js';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Checks that are no variant of a token, and how to send them. */
const PLAIN: Readonly<Record<string, (check: Check, url: string) => string>> = {
  garbage: (_check, url) => `curl -i -H 'Authorization: Bearer garbage' ${quoted(url)}`,
  'wrong-scheme': (_check, url) => `curl -i -H "Authorization: Basic $TOKEN" ${quoted(url)}`,
  'token-in-query': (_check, url) => `curl -i "${url}${url.includes('?') ? '&' : '?'}access_token=$TOKEN"`,
  'request.head': (_check, url) => `curl -I ${quoted(url)}`,
  'request.trailing-slash': (_check, url) => `curl -i ${quoted(url)}`,
  'request.role-header': (_check, url) =>
    `curl -i -H "Authorization: Bearer $TOKEN" -H 'X-Role: admin' ${quoted(url)}`,
  'request.method-override': ({ method }, url) =>
    `curl -i -H "Authorization: Bearer $TOKEN" -H 'X-HTTP-Method-Override: ${method}' ${quoted(url)}`,
  'csrf.same-site': ({ method }, url) =>
    `curl -i -X ${method} -H "Cookie: $COOKIE" -H 'Origin: ${new URL(url).protocol}//${new URL(url).hostname}:1' ${quoted(url)}`,
  csrf: ({ method }, url) =>
    `curl -i -X ${method} -H "Cookie: $COOKIE" -H 'Origin: https://authctl.invalid' ${quoted(url)}`,
  'mass-assignment': ({ method }, url) =>
    `curl -i -X ${method} -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d "$BODY" ${quoted(url)}`,
  logout: (_check, url) => `curl -i -H "Cookie: $COOKIE" ${quoted(url)}`,
  'session-fixation': (_check, url) => `curl -i -H "Cookie: $PLANTED_COOKIE" ${quoted(url)}`,
  'refresh-reuse': () => 'authctl login --flow refresh, twice with the same AUTHCTL_REFRESH_TOKEN',
  'user-enumeration': () =>
    'authctl login --username NAME, with a wrong password and with a name that nobody has',
  'pkce-optional': (_check, url) => `curl -i ${quoted(`${url}?response_type=code&client_id=CLIENT`)}`,
  'redirect-uri': (_check, url) =>
    `curl -i ${quoted(`${url}?response_type=code&client_id=CLIENT&redirect_uri=REGISTERED/elsewhere`)}`,
};

/** Variants that are named in a message; more are counted. */
const NAMED = 4;

/** Failed checks of one cause are one defect, wherever that is. */
export function checkFindings(api: string, checks: readonly Check[]): readonly Finding[] {
  const indices = new Map(checks.map((check, index) => [check, index]));
  const accepted = checks.filter(({ verdict }) => verdict === 'accepted');
  const families = new Set(accepted.map(({ check }) => familyOf(check)));
  const byCause = new Map<string, Check[]>();
  for (const check of accepted) {
    const cause = causeOf(check.check, families);
    byCause.set(cause, [...(byCause.get(cause) ?? []), check]);
  }
  return [...byCause].map(([cause, places]) => findingOf(api, cause, places, indices));
}

/** Who takes a token with any signature, or with none, takes every other change of it too: that is one mistake. */
function causeOf(check: string, families: ReadonlySet<string>): string {
  const family = familyOf(check);
  if (classOfCheck(family).class !== 'token-accepted' || BESIDE_TOKENS.includes(family)) return family;
  if (families.has('known-secret') && family === 'hmac') return 'known-secret';
  const isAuthentic = /(?:[.:]signed|-as-access)$/.test(check) && CLAIMS.includes(family);
  if (families.has('sig') && !isAuthentic) return 'sig';
  const isUnsigned = /[.:-](?:none|unsigned|unprotected-none|second-none|empty|kept)$/.test(check);
  return families.has('none') && isUnsigned ? 'none' : family;
}

/** Families whose tokens, signed by the issuer, are about what they claim. */
const CLAIMS = ['time', 'aud', 'iss', 'sub', 'typ'];

/** Checks whose token is as it was issued. */
const BESIDE_TOKENS = ['garbage', 'wrong-scheme', 'token-in-query'];

function findingOf(
  api: string,
  family: string,
  places: readonly Check[],
  indices: ReadonlyMap<Check, number>,
): Finding {
  const meant = classOfCheck(family);
  const [first] = places;
  const where = meant.ofLogins ? loginsOf(places) : routesOf(places);
  return {
    id: meant.class === family ? family : `${meant.class} ${family.replace('request.', '')}`,
    class: meant.class,
    severity: meant.severity,
    confidence: 'proven',
    cwe: meant.cwe,
    owasp: meant.owasp,
    cells: [],
    checks: places.map((place) => indices.get(place) ?? -1),
    message: `${where}: ${messageOf(meant, places)}`,
    waived: null,
    repeat: first ? repeatOf(api, family, first) : '',
  };
}

const routesOf = (places: readonly Check[]): string =>
  [...new Set(places.map(({ method, path }) => `${method} ${path}`))].join(', ');

const loginsOf = (places: readonly Check[]): string =>
  `login of ${[...new Set(places.map(({ subject }) => subject))].join(', ')}`;

function messageOf({ message, class: found }: CheckClass, places: readonly Check[]): string {
  const title = places[0]?.title ?? '';
  if (found !== 'token-accepted') return message.replace('{what}', () => title);
  const ids = [...new Set(places.map(({ check }) => check))];
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return message.replace('{what}', () => `${title}: ${ids.slice(0, NAMED).join(', ')}${more}`);
}

function repeatOf(api: string, family: string, check: Check): string {
  const url = check.url.startsWith('http') ? check.url : api + check.url;
  return PLAIN[family]?.(check, url) ?? forgeLine(check.check, url);
}

/** `authctl forge` makes the variant from the token in the environment. */
const forgeLine = (id: string, url: string): string =>
  `curl -i -H "Authorization: Bearer $(printf %s "$TOKEN" | authctl forge ${id} -)" ${quoted(url)}`;
