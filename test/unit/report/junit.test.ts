import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../src/probe/probe.js';
import type { ProbeResult } from '../../../src/probe/result.js';
import { junitReport as junitPieces } from '../../../src/report/junit.js';
import { anyResult } from '../../support/probe-arbitraries.js';
import { aCell, aFinding, aResult, aSubject, demoResult } from '../../support/probe-results.js';
import { fullResult } from '../../support/probe-samples.js';

const schema = XsdValidator.fromDoc(
  XmlDocument.fromString(readFileSync('test/data/schemas/junit.xsd', 'utf8')),
);

/** @throws where the document is not what Jenkins and Surefire agree on. */
function requireValid(xml: string): void {
  const document = XmlDocument.fromString(xml);
  try {
    schema.validate(document);
  } finally {
    document.dispose();
  }
}

const junitReport = (result: ProbeResult): string => [...junitPieces(result)].join('');

interface ReadElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: string;
  readonly text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
});

/** Every element of a document, in document order. */
function elementsOf(xml: string): readonly ReadElement[] {
  const visit = (nodes: readonly Record<string, unknown>[], parent: string): readonly ReadElement[] =>
    nodes.flatMap((node) => {
      const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
      if (name === undefined) return [];
      const children = node[name] as readonly Record<string, unknown>[];
      const attributes = (node[':@'] ?? {}) as Record<string, string>;
      const text = children.map((child) => child['#text'] ?? '').join('');
      return [{ name, attributes, parent, text }, ...visit(children, name)];
    });
  return visit(parser.parse(xml), '');
}

const named = (elements: readonly ReadElement[], name: string) => elements.filter((one) => one.name === name);

test('a violation is a failure of its case, with what was answered and how to repeat it', () => {
  const [failure, ...others] = named(elementsOf(junitReport(demoResult())), 'failure');
  expect([failure, others]).toEqual([
    {
      name: 'failure',
      parent: 'testcase',
      attributes: { message: 'agus was allowed, expected: deny', type: 'privilege-escalation' },
      text: [
        'GET /users as agus: 200, requests sent: 1',
        'high, confirmed: reader reaches GET /users, which is meant for admin only',
        'curl -sS -H "Authorization: Bearer $AGUS_TOKEN" http://127.0.0.1:4455/users',
      ].join('\n'),
    },
    [],
  ]);
});

test('what was not tested is an error or skipped, never a pass', () => {
  const cells = [aCell({ is: '?rate-limited' }), aCell({ is: '-write', method: 'POST' })];
  const elements = elementsOf(junitReport(aResult({ subjects: [aSubject('agus', 'reader')], cells })));
  expect(
    elements.filter(({ parent }) => parent === 'testcase').map(({ name, attributes }) => [name, attributes]),
  ).toEqual([
    [
      'error',
      {
        type: 'rate-limited',
        message:
          'the API kept asking for fewer requests; probe again later, or with a lower --rate or --concurrency',
      },
    ],
    [
      'skipped',
      {
        message:
          'POST, PUT and PATCH may change data; send them with --allow-writes, to an API where that does no harm',
      },
    ],
  ]);
});

test('an incomplete run cannot be green', () => {
  const result = { ...demoResult(), complete: false, stopped: 'request-limit' as const };
  const elements = elementsOf(junitReport(result));
  expect(named(elements, 'error')).toMatchObject([
    { attributes: { message: 'incomplete: stopped by --max-requests' } },
  ]);
  expect(named(elements, 'testsuites')[0]?.attributes).toMatchObject({
    tests: '19',
    failures: '1',
    errors: '1',
  });
});

test('names of cases are unique in the whole report', () => {
  const names = named(elementsOf(junitReport(demoResult())), 'testcase').map(
    ({ attributes: { classname, name } }) => `${classname}: ${name}`,
  );
  expect(new Set(names).size).toBe(18);
});

test('the schema refuses what is no JUnit', () => {
  expect(() => requireValid('<testsuites><testcase name="x"/></testsuites>')).toThrow();
  expect(() => requireValid('<testsuites><testsuite name="x"/></testsuites>')).toThrow();
});

test('any result is valid by the schema, counts what it holds, and is green only where the exit status is 0', () => {
  fc.assert(
    fc.property(anyResult, (result) => {
      const xml = junitReport(result);
      requireValid(xml);
      const elements = elementsOf(xml);
      const [{ attributes } = { attributes: {} }] = named(elements, 'testsuites');
      const [failures, errors] = [named(elements, 'failure').length, named(elements, 'error').length];
      expect(attributes).toMatchObject({
        tests: String(named(elements, 'testcase').length),
        failures: String(failures),
        errors: String(errors),
      });
      expect(answerOf(result)).toBe(failures > 0 ? 'no' : errors > 0 ? 'unknown' : 'yes');
    }),
  );
});

describe('everything that a result can hold', () => {
  const xml = junitReport(fullResult());
  const elements = elementsOf(xml);
  const inCase = (name: string) =>
    named(elements, name)
      .filter(({ parent }) => parent === 'testcase')
      .map(({ attributes: { message } }) => message);

  test('is valid by the schema', () => requireValid(xml));

  test('failures: holes, accepted credentials, changes, too little coverage', () => {
    expect(inCase('failure')).toEqual([
      'agus was allowed, expected: deny',
      'accepted: answered 200',
      'GET /articles: agus gets in with a token alone',
      'GET /users: reader: was denied with 403, is allowed',
      'auditor is not recorded',
      '6 of 8 routes settled: 75 %, 90 % asked for',
    ]);
  });

  test('errors: what stayed open', () => {
    expect(inCase('error')).toEqual([
      expect.stringMatching(/^the API kept asking for fewer requests/),
      'cannot tell: no answer',
    ]);
  });

  test('skipped: what was not tried, and what a waiver accepts', () => {
    expect(inCase('skipped')).toEqual([
      expect.stringMatching(/^POST, PUT and PATCH may change data/),
      'waived until 2027-01-31: mended in release 12',
      "the issuer's key",
      'no finding is bola * any more (authctl.yaml:41): remove the waiver',
    ]);
  });

  test('requests that were repeated are attempts of their case', () => {
    expect(inCase('flakyError')).toEqual([
      'attempt 1 settled nothing, and was repeated',
      'attempt 2 settled nothing, and was repeated',
    ]);
  });
});

test('a redirect that was followed is no attempt', () => {
  const cell = { ...aCell({ is: 'allow', notes: ['followed a redirect to /articles/'] }), attempts: 2 };
  const xml = junitReport(aResult({ subjects: [aSubject('agus', 'reader')], cells: [cell] }));
  expect(xml).not.toContain('flakyError');
});

test('hostile text arrives as the text it is', () => {
  const hostile = `]]><script>alert('&amp;')</script>"\u001b[2J\u0000\ufffe`;
  const cells = [aCell({ subject: hostile, path: `/${hostile}`, is: 'allow', outcome: 'violation' })];
  const xml = junitReport(
    aResult({ subjects: [aSubject(hostile, 'reader')], cells, findings: [aFinding({ message: hostile })] }),
  );
  const shown = `]]><script>alert('&amp;')</script>"\\u001b[2J\\u0000\\ufffe`;
  expect(named(elementsOf(xml), 'testsuite')[0]?.attributes.name).toBe(`GET /${shown}`);
  expect(named(elementsOf(xml), 'failure')[0]?.text).toContain(`high, confirmed: ${shown}`);
});
