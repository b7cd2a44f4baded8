import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { type LintReport, lintRenderer } from '../../../src/report/lint.js';
import { lintJunit } from '../../../src/report/lint-junit.js';
import { lintMarkdown } from '../../../src/report/lint-markdown.js';
import { lintSarif } from '../../../src/report/lint-sarif.js';
import { lintTokens } from '../../../src/token/lint/lint-tokens.js';
import { rules } from '../../../src/token/lint/registry.js';
import { CLAIMS, HEADER, NOW, tokenOf } from '../token/lint/tokens.js';

const evil = 'a|b`<script>alert(1)</script>](https://evil.example)@everyone\u001b[2J\n# forged\r';
const kid = `https://evil.example/${evil}`;

/** Of a token in a file with three findings, one of them accepted, and of a sound one. */
const result = lintTokens(
  [
    {
      text: tokenOf({ ...HEADER, alg: 'none', kid }),
      origin: 'tokens/my token.jwt',
      file: 'tokens/my token.jwt',
    },
    { text: tokenOf(HEADER, CLAIMS), origin: 'stdin' },
  ],
  NOW,
  {
    disabled: new Set(rules.map(({ id }) => id).filter((id) => !/^(alg\.none|kid\.|typ\.)/.test(id))),
    baseline: [
      { rule: 'alg.none', at: '/header/alg', reason: 'on purpose' },
      { rule: 'typ.missing', at: '/header' },
    ],
  },
);
const report: LintReport = { result, failOn: 'high', baseline: 'known.json' };
const [bad, sound] = result.tokens;

/** The formats that the schema names say nothing that a test could rely on. */
const validate = new Ajv.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  sarifSchema,
);

test('SARIF is valid by its schema', () => {
  const valid = validate(JSON.parse(JSON.stringify(lintSarif(report))));
  expect(validate.errors).toBeNull();
  expect(valid).toBe(true);
});

test('the schema refuses what is no SARIF', () => {
  expect(validate({ ...lintSarif(report), version: '2.0.0' })).toBe(false);
});

const sarif = lintSarif(report) as {
  runs: [{ tool: { driver: { rules: { id: string; helpUri: string }[] } }; results: object[] }];
};

test('SARIF describes every rule, with its source', () => {
  const described = sarif.runs[0].tool.driver.rules;
  expect(described.map(({ id, helpUri }) => [id, helpUri])).toEqual(
    rules.map(({ id, sources }) => [id, sources[0].url]),
  );
});

test('SARIF results name rule, place and file, and mark what is accepted', () => {
  const index = (id: string) => rules.findIndex((rule) => rule.id === id);
  expect(sarif.runs[0].results).toEqual([
    {
      ruleId: 'kid.injection',
      ruleIndex: index('kid.injection'),
      level: 'error',
      message: { text: expect.stringContaining('`kid` holds a command or a template') },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'tokens/my%20token.jwt' }, region: { startLine: 1 } },
          logicalLocations: [{ fullyQualifiedName: '/header/kid', kind: 'member' }],
        },
      ],
      partialFingerprints: { 'authctl/v1': `kid.injection /header/kid ${bad?.fingerprint}` },
      properties: { severity: 'high' },
    },
    expect.objectContaining({
      ruleId: 'alg.none',
      suppressions: [{ kind: 'external', justification: 'on purpose' }],
    }),
  ]);
});

test('JSON holds everything', () => {
  expect(lintRenderer.json(report)).toEqual({
    at: { seconds: NOW, iso: '2026-01-01T00:00:00Z' },
    failOn: 'high',
    baseline: 'known.json',
    tokens: [
      {
        source: 'tokens/my token.jwt',
        file: 'tokens/my token.jwt',
        format: 'unsecured',
        kind: 'access-token',
        fingerprint: bad?.fingerprint,
      },
      { source: 'stdin', file: null, format: 'jws', kind: 'access-token', fingerprint: sound?.fingerprint },
    ],
    server: null,
    findings: [
      {
        id: 'kid.injection',
        severity: 'high',
        message: expect.stringContaining('`kid` holds a command or a template'),
        at: '/header/kid',
        token: bad?.fingerprint,
        advice: 'look `kid` up in a fixed list of keys, and use key ids of letters, digits, - and _',
        sources: expect.arrayContaining([
          {
            title: 'RFC 8725 section 3.10',
            url: 'https://www.rfc-editor.org/rfc/rfc8725.html#section-3.10',
          },
        ]),
      },
    ],
    accepted: [expect.objectContaining({ id: 'alg.none' })],
    stale: [{ rule: 'typ.missing', at: '/header' }],
    summary: { critical: 0, high: 1, medium: 0, low: 0, info: 0, accepted: 1, stale: 1 },
  });
});

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => ['testsuites', 'testsuite', 'testcase'].includes(name),
});

test('JUnit: a suite for each token, a case for each rule that was judged', () => {
  const text = lintJunit(report);
  expect(XMLValidator.validate(text)).toBe(true);
  const [suites] = parser.parse(text).testsuites;
  const judged = rules.filter(
    (rule) => rule.about === 'token' && (rule.kinds === undefined || rule.kinds.includes('access-token')),
  ).length;
  const together = rules.filter(({ about }) => about === 'batch').length;
  expect({ tests: suites.tests, failures: suites.failures }).toEqual({
    tests: String(2 * (judged + together)),
    failures: '1',
  });
  expect(suites.testsuite.map(({ failures }: { failures: string }) => failures)).toEqual(['1', '0']);
  const failed = suites.testsuite[0].testcase.filter((one: object) => 'failure' in one);
  expect(failed.map(({ name }: { name: string }) => name)).toEqual(['kid.injection']);
});

test('JUnit: what is under the threshold does not fail, and is told', () => {
  const text = lintJunit({ ...report, failOn: 'critical' });
  expect(parser.parse(text).testsuites[0].failures).toBe('0');
  expect(text).toContain('<system-out>high at /header/kid');
});

test('Markdown: nothing of a token makes markup', () => {
  const text = lintMarkdown(report);
  expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual([
    '### Access token from tokens/my token.jwt',
    '### Access token from stdin',
  ]);
  const [, , row] = text.split('\n').filter((line) => line.startsWith('|'));
  expect(row).toContain('a\\|b\\`&lt;script&gt;alert(1)');
  expect(text).not.toContain('@everyone');
  expect(text).not.toContain('](https://evil');
});

test('whatever a token holds, the reports are well-formed', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 80 });
  fc.assert(
    fc.property(anyText, anyText, fc.constantFrom('high', 'never'), (kid, typ, failOn) => {
      const judged = lintTokens(
        [{ text: tokenOf({ alg: typ, kid, typ, crit: [kid] }, { [kid]: typ }), origin: kid }],
        NOW,
      );
      const one: LintReport = { result: judged, failOn: failOn as 'high' | 'never', baseline: null };
      expect(XMLValidator.validate(lintJunit(one))).toBe(true);
      expect(validate(JSON.parse(JSON.stringify(lintSarif(one))))).toBe(true);
      const rows = lintMarkdown(one)
        .split('\n')
        .filter((line) => line.startsWith('|'));
      expect(new Set(rows.map((line) => line.split(/(?<!\\)\|/).length))).toEqual(
        new Set(rows.length ? [7] : []),
      );
    }),
    { numRuns: 50 },
  );
});
