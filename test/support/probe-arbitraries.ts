import fc from 'fast-check';
import type { Cell, Finding, ProbeResult } from '../../src/probe/result.js';
import { groupBy } from '../../src/report/group-by.js';
import { aCell, aFinding, aResult, aSubject, type Shorthand } from './probe-results.js';

/** Text as a hostile server or file would choose it. */
export const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    ']]>',
    '<script>',
    '\u001b[2J',
    'a\r\nb',
    '記事',
    '👨‍👩‍👧',
    '\ud800',
    '\ufffe',
    '&#0;',
    '\'"',
    '\u202e',
    '=cmd()',
    '+1',
    '@SUM(1)',
    '-2+3',
    '|',
    '`',
    '%0A::error::x',
    '::stop-commands::x',
    '##[error]x',
    '</td></table>',
    '[x](https://evil.example)',
    '{0}',
    ';",',
  ),
);

const shorthand = fc.constantFrom<Shorthand>(
  'allow',
  '401',
  '403',
  'hidden',
  'redirect',
  'soft',
  'reached',
  'not-applicable',
  '?not-found',
  '?credential',
  '?rate-limited',
  '?interrupted',
  '-write',
  '-delete',
  '-request-limit',
);

const finding = (cells: number): fc.Arbitrary<Finding> =>
  fc
    .record({
      message: hostileText,
      repeat: hostileText.map((text) => `curl -H "Authorization: Bearer $TOKEN" '${text}'`),
      severity: fc.constantFrom('critical', 'high', 'medium', 'low', 'info'),
      cwe: fc.option(fc.nat(1000)),
      class: fc.constantFrom('privilege-escalation', 'bola', 'spec-lies', 'parity', 'parity-denial'),
      cells: fc.array(fc.nat(Math.max(0, cells - 1)), { maxLength: cells === 0 ? 0 : 3 }),
    })
    .map(aFinding);

/** Any result of a probe: hostile names, several cells for a route and a subject, routes nobody asked. */
export const anyResult: fc.Arbitrary<ProbeResult> = fc
  .record({
    names: fc.uniqueArray(hostileText, { maxLength: 6 }),
    roles: fc.array(hostileText, { minLength: 1, maxLength: 3 }),
    paths: fc.uniqueArray(
      hostileText.map((text) => `/${text}`),
      { maxLength: 40 },
    ),
    stopped: fc.constantFrom('interrupted', 'network', 'request-limit', null),
    policy: fc.constantFrom('policy', 'declared', 'none'),
  })
  .chain(({ names, roles, paths, stopped, policy }) => {
    const subjects = names.map((name, at) =>
      aSubject(name, roles[at % roles.length] ?? '', at ? 'ok' : 'failed'),
    );
    const places = subjects.flatMap(({ name, role }) => paths.map((path) => ({ subject: name, role, path })));
    return fc
      .array(cell(places), { maxLength: places.length === 0 ? 0 : 60 })
      .map(byRoute)
      .chain((cells) =>
        fc
          .array(finding(cells.length), { maxLength: 3 })
          .map((findings) =>
            aResult({ subjects, cells, findings, policy, stopped, complete: stopped === null }),
          ),
      );
  });

/** The cells of a route stand together. */
const byRoute = (cells: readonly Cell[]): readonly Cell[] =>
  [...groupBy(cells, ({ method, path }) => `${method} ${path}`).values()].flat();

function cell(places: readonly { readonly subject: string; readonly role: string; readonly path: string }[]) {
  return fc
    .record({
      place: fc.nat(Math.max(0, places.length - 1)),
      method: fc.constantFrom('GET', 'HEAD', 'DELETE'),
      is: shorthand,
      relation: fc.constantFrom('own', 'other', null),
      unmet: fc.boolean(),
      notes: fc.array(hostileText, { maxLength: 2 }),
    })
    .map(({ place, unmet, ...sketch }): Cell => {
      const judged = aCell({ ...sketch, ...places[place], expected: unmet ? { verdict: 'deny' } : null });
      return unmet && judged.reason === null ? { ...judged, outcome: 'violation' } : judged;
    });
}
