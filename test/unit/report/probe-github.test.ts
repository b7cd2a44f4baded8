import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProbeResult } from '../../../src/probe/result.js';
import { githubReport } from '../../../src/report/probe-github.js';
import { anyResult } from '../../support/probe-arbitraries.js';
import { aFinding, aResult, demoResult } from '../../support/probe-results.js';
import { fullResult, setting } from '../../support/probe-samples.js';

const linesOf = (result: ProbeResult): readonly string[] =>
  [...githubReport(result, setting)].join('').split('\n').slice(0, -1);

test('findings at the lines of their routes, then what stayed open, then the numbers', () => {
  expect(linesOf(fullResult())).toMatchInlineSnapshot(`
    [
      "::error title=authctl probe::6 of 8 routes settled: 75 %25, 90 %25 asked for",
      "::error file=api/open api.yaml,line=13,title=Access was opened::GET /users: reader: was denied with 403, is allowed",
      "::error file=api/open api.yaml,line=10,title=A role is not recorded::auditor is not recorded",
      "::error file=api/open api.yaml,line=10,title=critical%3A A damaged credential is accepted::GET /articles: accepts a broken signature: sig.flipped%0Acurl -i http://127.0.0.1:4455/articles",
      "::error file=api/open api.yaml,line=13,title=high%3A A role reaches what is not meant for it::reader reaches GET /users, which is meant for admin only%0Acurl -sS -H "Authorization: Bearer $AGUS_TOKEN" http://127.0.0.1:4455/users",
      "::error file=api/open api.yaml,line=10,title=high%3A Access depends on how one is logged in::GET /articles: agus gets in with a token alone%0Acurl -sS -H "Authorization: Bearer $AGUS_TOKEN" http://127.0.0.1:4455/users",
      "::warning title=1 cell inconclusive%3A rate-limited::the API kept asking for fewer requests%0AGET /reports for sari%0Ato settle it: probe again later, or with a lower --rate or --concurrency",
      "::warning title=waiver unmatched::no finding is bola * any more (authctl.yaml:41): remove the waiver",
      "::notice title=authctl probe::22 cells: 17 as expected, 1 violation, 1 waived, 0 drift, 1 skipped, 1 inconclusive, 1 observed",
    ]
  `);
});

test('ten of a level at most: the worst, and the last one counts the rest', () => {
  const findings = Array.from({ length: 14 }, (_, at) =>
    aFinding({ severity: at === 13 ? 'critical' : 'high' }),
  );
  const errors = linesOf({ ...demoResult(), findings }).filter((line) => line.startsWith('::error '));
  expect(errors).toHaveLength(10);
  expect(errors[0]).toContain('title=critical');
  expect(errors.at(-1)).toBe('::error title=authctl probe::and 5 errors more; another report has them all');
});

test('a description that came over the network is no file of the repository', () => {
  const result = demoResult();
  const routes = result.routes.map((route) => ({
    ...route,
    at: { file: 'http://127.0.0.1:4455/openapi.json', line: 3, column: 1 },
  }));
  expect(linesOf({ ...result, routes }).filter((line) => line.includes('file='))).toEqual([]);
});

test('nothing that a result holds ends a command or begins one', () => {
  fc.assert(
    fc.property(anyResult, (result) => {
      for (const line of linesOf(result)) {
        expect(line).toMatch(/^::(error|warning|notice) (?:file=[^:,]*,line=\d+,)?title=[^:,]*::/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
        expect(line.replaceAll(/%(?:25|0A|3A|2C)/g, '')).not.toContain('%');
      }
    }),
  );
});

test('a line end that is written out is none', () => {
  const findings = [aFinding({ message: 'GET /%0A::error::forged: x', cells: [] })];
  expect(linesOf(aResult({ subjects: [], cells: [], findings }))[0]).toContain(
    '::GET /%250A::error::forged: x%0A',
  );
});
