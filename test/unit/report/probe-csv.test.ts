import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProbeResult } from '../../../src/probe/result.js';
import { csvReport } from '../../../src/report/probe-csv.js';
import { visible } from '../../../src/report/visible.js';
import { anyResult } from '../../support/probe-arbitraries.js';
import { aCell, aResult, aSubject } from '../../support/probe-results.js';
import { fullResult } from '../../support/probe-samples.js';

const csvOf = (result: ProbeResult): string => [...csvReport(result)].join('');
const read = (result: ProbeResult): readonly Readonly<Record<string, string>>[] =>
  parse(csvOf(result), { columns: true, record_delimiter: '\r\n' });

test('a record for each cell, with the findings that it shows and where its route stands', () => {
  const [first] = read(fullResult());
  expect(first).toEqual({
    method: 'GET',
    path: '/articles',
    url: '/articles',
    subject: 'anonymous',
    role: 'anonymous',
    relation: '',
    verdict: 'deny',
    kind: '401',
    reason: '',
    status: '401',
    attempts: '1',
    expected: 'deny',
    outcome: 'as-expected',
    confidence: 'likely',
    duration_ms: '3',
    exposes: '',
    notes: '',
    findings: 'parity GET /articles',
    source: 'openapi.yaml:10',
  });
  expect(read(fullResult()).filter(({ findings }) => findings?.startsWith('privilege'))).toMatchObject([
    { subject: 'agus', path: '/users', findings: 'privilege-escalation GET /users' },
    { path: '/audit', notes: 'empty', findings: 'privilege-escalation GET /audit' },
  ]);
});

test.for([
  ['=cmd()', "'=cmd()"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(1)', "'@SUM(1)"],
  [' =1', "' =1"],
  ['\uff1d1', "'\uff1d1"],
  ['\t=1', '\\u0009=1'],
  ['a"b,c', 'a"b,c'],
  ['a\r\nb', 'a\\u000d\\u000ab'],
  ['1=2', '1=2'],
] as const)('%j arrives as %j', ([role, shown]) => {
  const cells = [aCell({ is: 'allow', role })];
  expect(read(aResult({ subjects: [aSubject('agus', role)], cells }))[0]?.role).toBe(shown);
});

test('any result: as many records as cells, nothing computes, and nothing is lost', () => {
  fc.assert(
    fc.property(anyResult, (result) => {
      const records = read(result);
      expect(records.map(({ subject }) => subject?.replace(/^'/, ''))).toEqual(
        Array.from(result.cells, ({ subject }) => visible(subject).replace(/^'/, '')),
      );
      for (const value of records.flatMap((record) => Object.values(record))) {
        expect(value).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
      }
      expect(csvOf(result).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    }),
  );
});
