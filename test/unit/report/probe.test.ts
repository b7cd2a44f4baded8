import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/report/display-width.js';
import { probeRenderer } from '../../../src/report/probe.js';
import type { View } from '../../../src/report/text.js';
import { largeResult } from '../../support/large-result.js';
import { plainLines } from '../../support/plain-text.js';
import { anyResult } from '../../support/probe-arbitraries.js';
import { aCell, aResult, aSubject, demoResult } from '../../support/probe-results.js';

const rendered = (result: Parameters<typeof probeRenderer.text>[0], view: View) =>
  plainLines(probeRenderer.text(result, view));

const golden = (lines: readonly string[], name: string) =>
  expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`golden/${name}.txt`);

describe('the demo API with one hole', () => {
  test.for([
    { name: 'demo-40', view: { width: 40, ascii: false } },
    { name: 'demo-80', view: { width: 80, ascii: false } },
    { name: 'demo-80-ascii', view: { width: 80, ascii: true } },
    { name: 'demo-200', view: { width: 200, ascii: false } },
  ])('$name', ({ name, view }) => golden(rendered(demoResult(), view), name));
});

test.for([40, 80, 200])('12 roles on 300 routes at %i columns', (width) =>
  golden(rendered(largeResult(), { width, ascii: false }), `large-${width}`),
);

test('everything that can stay open is named with what settles it', () => {
  const cells = [
    aCell({ is: '?unverified' }),
    aCell({ subject: 'sari', role: 'admin', is: '?server-error' }),
    ...[1, 2, 3, 4].map((id) =>
      aCell({ path: `/articles/${id}`, subject: 'sari', role: 'admin', is: '?not-found' }),
    ),
    aCell({
      path: '/me',
      subject: 'sari',
      role: 'admin',
      is: '401',
      notes: ['no WWW-Authenticate', '403 would be right'],
    }),
    aCell({ path: '/x', subject: 'sari', role: 'admin', is: '401', notes: ['no WWW-Authenticate'] }),
    aCell({ method: 'DELETE', subject: 'sari', role: 'admin', is: '-delete' }),
    aCell({ method: 'POST', subject: 'sari', role: 'admin', is: '-write' }),
  ];
  const subjects = [aSubject('agus', 'reader', 'failed'), aSubject('sari', 'admin')];
  const result = aResult({ subjects, cells, policy: 'none', complete: false, stopped: 'network' });
  return golden(rendered(result, { width: 80, ascii: false }), 'undecided-80');
});

test('an incomplete run says so in its first and in its last line', () => {
  const result = { ...demoResult(), complete: false, stopped: 'interrupted' as const };
  const lines = rendered(result, { width: 80, ascii: false });
  expect([lines[0], lines.at(-1)]).toEqual([
    'incomplete: interrupted',
    '18 cells: 17 as expected, 1 violation, 0 drift, 0 skipped, 0 inconclusive (incomplete: interrupted)',
  ]);
});

test('nothing probed is no grid', () => {
  expect(rendered(aResult({ subjects: [], cells: [] }), { width: 80, ascii: false })).toEqual([
    'Access to http://127.0.0.1:4455, compared with the policy',
    '',
    '0 cells: 0 as expected, 0 violations, 0 drift, 0 skipped, 0 inconclusive',
  ]);
});

test('an unmet expectation and a finding are bad in colour too', () => {
  const spans = [...probeRenderer.text(demoResult(), { width: 80, ascii: false })]
    .flatMap((line) => (typeof line === 'string' ? [] : line))
    .filter((span) => typeof span !== 'string' && span.style === 'bad');
  expect(spans).toEqual([
    { text: '✔!', style: 'bad' },
    { text: '       reader allowed, policy says deny', style: 'bad' },
    { text: 'high', style: 'bad' },
    {
      text: '18 cells: 17 as expected, 1 violation, 0 drift, 0 skipped, 0 inconclusive',
      style: 'bad',
    },
  ]);
});

/** Lines that stay whole: a command to be copied, and the line of numbers. */
const staysWhole = (line: string, at: number, lines: readonly string[]): boolean =>
  at === lines.length - 1 || line.startsWith('  curl ') || (lines[at - 1]?.endsWith(' \\') ?? false);

test('any result fits any width, and controls nothing', () => {
  fc.assert(
    fc.property(anyResult, fc.integer({ min: 20, max: 200 }), fc.boolean(), (result, width, ascii) => {
      const lines = rendered({ ...result, findings: [] }, { width, ascii });
      expect(lines.filter((line, at) => at < lines.length - 1 && displayWidth(line) > width)).toEqual([]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(lines.filter((line) => /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/.test(line))).toEqual([]);
    }),
  );
});

test('any finding fits, but for what is to be copied', () => {
  fc.assert(
    fc.property(anyResult, fc.integer({ min: 20, max: 200 }), (result, width) => {
      const lines = rendered(result, { width, ascii: false });
      const tooWide = lines.filter((line, at) => displayWidth(line) > width && !staysWhole(line, at, lines));
      expect(tooWide).toEqual([]);
    }),
  );
});

test('no violation is lost: each is marked in the grid or written beside it', () => {
  fc.assert(
    fc.property(anyResult, fc.constantFrom(40, 80, 200), (result, width) => {
      const text = rendered({ ...result, findings: [] }, { width, ascii: false })
        .join(' ')
        .replaceAll(/ +/g, ' ');
      for (const { outcome } of result.cells) if (outcome === 'violation') expect(text).toMatch(/says deny/);
    }),
  );
});
