import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { junitReport } from '../../../src/report/junit.js';
import { anyResult } from '../../support/probe-arbitraries.js';
import { aCell, aFinding, aResult, aSubject, demoResult } from '../../support/probe-results.js';

/** The elements, attributes and places that Jenkins' and Ant's JUnit schemas agree on. */
const schema: Readonly<
  Record<string, { readonly attributes: readonly string[]; readonly within: readonly string[] }>
> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors', 'time'], within: [''] },
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time'],
    within: ['testsuites'],
  },
  properties: { attributes: [], within: ['testsuite'] },
  property: { attributes: ['name', 'value'], within: ['properties'] },
  testcase: { attributes: ['name', 'classname', 'time'], within: ['testsuite'] },
  failure: { attributes: ['message', 'type'], within: ['testcase'] },
  error: { attributes: ['message', 'type'], within: ['testcase'] },
  skipped: { attributes: ['message'], within: ['testcase'] },
  'system-out': { attributes: [], within: ['testcase'] },
};

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

test('any result is well-formed, of the known shape, and counts what it holds', () => {
  fc.assert(
    fc.property(anyResult, (result) => {
      const xml = junitReport(result);
      expect(XMLValidator.validate(xml)).toBe(true);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 section 2.2 forbids these
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
      const elements = elementsOf(xml);
      for (const { name, attributes, parent } of elements) {
        expect(schema[name]?.within).toContain(parent);
        expect(schema[name]?.attributes).toEqual(expect.arrayContaining(Object.keys(attributes)));
      }
      const [{ attributes } = { attributes: {} }] = named(elements, 'testsuites');
      expect(attributes).toMatchObject({
        tests: String(named(elements, 'testcase').length),
        failures: String(named(elements, 'failure').length),
        errors: String(named(elements, 'error').length),
      });
      expect(named(elements, 'testcase')).toHaveLength(result.cells.length + (result.complete ? 0 : 1));
    }),
  );
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
