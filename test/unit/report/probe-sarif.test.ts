import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProbeResult } from '../../../src/probe/result.js';
import { driftRules, findingRules } from '../../../src/report/finding-rules.js';
import { sarifReport } from '../../../src/report/probe-sarif.js';
import { anyResult } from '../../support/probe-arbitraries.js';
import { aFinding, aResult, demoResult } from '../../support/probe-results.js';
import { fullResult, setting } from '../../support/probe-samples.js';

/** The formats that the schema names say nothing that a test could rely on. */
const validate = new Ajv.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  sarifSchema,
);

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { id: string; help: object }[] } };
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean;
          readonly toolExecutionNotifications: readonly { message: { text: string } }[];
        },
      ];
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly message: { readonly text: string };
        readonly partialFingerprints: Readonly<Record<string, string>>;
      }[];
    },
  ];
}

const sarifOf = (result: ProbeResult): Sarif['runs'][0] => {
  const document = JSON.parse([...sarifReport(result, setting)].join(''));
  validate(document);
  expect(validate.errors).toBeNull();
  return (document as Sarif).runs[0];
};

test('findings and changes, worst first, each where its route is described', () => {
  const where = (line: number, route: string) => ({
    physicalLocation: { artifactLocation: { uri: 'api/open%20api.yaml' }, region: { startLine: line } },
    logicalLocations: [{ fullyQualifiedName: route, kind: 'resource' }],
  });
  const { results } = sarifOf(fullResult());
  expect(results).toMatchObject([
    { ruleId: 'access-opened', level: 'error', locations: [where(13, 'GET /users')] },
    { ruleId: 'access-added-role', level: 'warning' },
    {
      ruleId: 'token-accepted',
      level: 'error',
      message: { text: 'GET /articles: accepts a broken signature: sig.flipped' },
      locations: [where(10, 'GET /articles')],
      partialFingerprints: { 'authctl/v1': 'token-accepted sig' },
      webRequest: { protocol: 'HTTP', method: 'GET', target: '/articles' },
      webResponse: { protocol: 'HTTP', statusCode: 200 },
    },
    { ruleId: 'privilege-escalation', locations: [where(13, 'GET /users')] },
    {
      ruleId: 'privilege-escalation',
      suppressions: [
        { kind: 'external', status: 'accepted', justification: 'mended in release 12 (until 2027-01-31)' },
      ],
    },
    { ruleId: 'parity', locations: [where(10, 'GET /articles')] },
  ]);
  expect(results.map((result) => 'suppressions' in result)).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
  ]);
});

test('every kind of finding is a rule with help, and results point at theirs', () => {
  const { tool, results } = sarifOf(fullResult());
  const ids = tool.driver.rules.map(({ id }) => id);
  expect(ids).toEqual([
    ...Object.keys(findingRules),
    ...Object.keys(driftRules).map((kind) => `access-${kind}`),
  ]);
  expect(results.map(({ ruleIndex }) => ids[ruleIndex])).toEqual(results.map(({ ruleId }) => ruleId));
  expect(tool.driver.rules.find(({ id }) => id === 'bola')).toMatchObject({
    name: 'Bola',
    help: {
      markdown: expect.stringContaining(
        '[CWE-639](https://cwe.mitre.org/data/definitions/639.html), [OWASP API1:2023](https://owasp.org/',
      ),
    },
    properties: { tags: ['security', 'access-control', 'external/cwe/cwe-639'], 'security-severity': '8.0' },
  });
});

test('what no result can say is said in notifications', () => {
  const [invocation] = sarifOf({ ...fullResult(), complete: false, stopped: 'network' }).invocations;
  expect(invocation.executionSuccessful).toBe(false);
  expect(invocation.toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
    'the run is not complete: stopped, because the API stopped answering',
    '1 cell inconclusive (rate-limited): the API kept asking for fewer requests; GET /reports for sari',
  ]);
});

test('25,000 results at most, the worst, and the rest counted', () => {
  const finding = (at: number) =>
    aFinding({ id: `spec-lies GET /${at}`, class: 'spec-lies', severity: at === 25_003 ? 'high' : 'low' });
  const findings = Array.from({ length: 25_004 }, (_, at) => finding(at));
  const { results, invocations } = sarifOf({ ...demoResult(), findings });
  expect(results).toHaveLength(25_000);
  expect(results[0]?.partialFingerprints['authctl/v1']).toBe('spec-lies GET /25003');
  expect(invocations[0].toolExecutionNotifications).toMatchObject([
    { message: { text: '4 results more than the 25000 that are listed; the gravest are' } },
  ]);
});

test('fingerprints stay what they are when a description moves, grows or is read elsewhere', () => {
  const fingerprints = (result: ProbeResult) =>
    sarifOf(result).results.map(({ partialFingerprints }) => partialFingerprints);
  const before = fullResult();
  const moved = before.routes.map((route) => ({ ...route, at: { file: 'b.yaml', line: 99, column: 1 } }));
  expect(fingerprints({ ...before, api: 'https://api.example.com', routes: moved })).toEqual(
    fingerprints(before),
  );
});

test('a message makes no link', () => {
  const { results } = sarifOf(
    aResult({
      subjects: [],
      cells: [],
      findings: [aFinding({ cells: [], message: '[x](https://evil.example)' })],
    }),
  );
  expect(results[0]?.message.text).toBe('\\[x\\](https://evil.example)');
});

test('any result is valid by the schema', () => {
  fc.assert(
    fc.property(anyResult, (result) => void sarifOf(result)),
    { numRuns: 40 },
  );
});
