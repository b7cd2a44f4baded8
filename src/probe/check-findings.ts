import { findingClasses } from './finding-classes.js';
import type { Finding, TokenCheck } from './model.js';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Checks that are no variant of a token, and how to send them. */
const PLAIN: Readonly<Record<string, (url: string) => string>> = {
  garbage: (url) => `curl -i -H 'Authorization: Bearer garbage' ${quoted(url)}`,
  'wrong-scheme': (url) => `curl -i -H "Authorization: Basic $TOKEN" ${quoted(url)}`,
  'token-in-query': (url) => `curl -i "${url}${url.includes('?') ? '&' : '?'}access_token=$TOKEN"`,
};

/** Variants that are named in a message; more are counted. */
const NAMED = 4;

/** Of a mutation its family, `none` of `none.array`: what one mistake lets through. */
const familyOf = (check: string): string => check.split('.')[0] ?? check;

/** Damaged credentials of one family that are accepted are one defect, wherever that is. */
export function checkFindings(api: string, checks: readonly TokenCheck[]): readonly Finding[] {
  const accepted = checks.filter(({ verdict }) => verdict === 'accepted');
  const families = [...new Set(accepted.map(({ check }) => familyOf(check)))];
  return families.map((family) =>
    findingOf(
      api,
      family,
      accepted.filter(({ check }) => familyOf(check) === family),
    ),
  );
}

function findingOf(api: string, family: string, places: readonly TokenCheck[]): Finding {
  const { severity, cwe, owasp, message } = findingClasses['token-accepted'];
  const [first] = places;
  const inQuery = family === 'token-in-query';
  const ids = [...new Set(places.map(({ check }) => check))];
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  const what = `${first?.title}: ${ids.slice(0, NAMED).join(', ')}${more}`;
  const where = [...new Set(places.map(({ method, path }) => `${method} ${path}`))].join(', ');
  const repeat = PLAIN[family] ?? ((url: string) => forgeLine(first?.check ?? family, url));
  return {
    id: `token-accepted ${family}`,
    class: 'token-accepted',
    severity: inQuery ? 'medium' : severity,
    confidence: 'proven',
    cwe: inQuery ? 598 : cwe,
    owasp,
    cells: [],
    message: `${where}: ${message.replace('{who}', () => what)}`,
    waived: null,
    repeat: repeat(api + (first?.url ?? '')),
  };
}

/** `authctl forge` makes the variant from the token in the environment. */
const forgeLine = (id: string, url: string): string =>
  `curl -i -H "Authorization: Bearer $(printf %s "$TOKEN" | authctl forge ${id} -)" ${quoted(url)}`;
