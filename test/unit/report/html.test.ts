import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import type { ProbeResult } from '../../../src/probe/result.js';
import { sequenceOf } from '../../../src/probe/sequence.js';
import { htmlReport } from '../../../src/report/html/page.js';
import { visible } from '../../../src/report/visible.js';
import { largeResult } from '../../support/large-result.js';
import { anyResult } from '../../support/probe-arbitraries.js';
import { aCell, aResult, aSubject, demoResult } from '../../support/probe-results.js';
import { fullResult, setting } from '../../support/probe-samples.js';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const htmlOf = (result: ProbeResult): string => [...htmlReport(result, setting)].join('');

function elementsIn(node: Node): readonly Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elementsIn) : [];
  return 'tagName' in node ? [node, ...children] : children;
}

const textOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';

const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((one) => one.name === name)?.value;

/** Every element of a page, and what was wrong with its HTML. */
function read(html: string) {
  const mistakes: string[] = [];
  const elements = elementsIn(parse(html, { onParseError: ({ code }) => mistakes.push(code) }));
  const named = (tag: string, kind?: string) =>
    elements.filter(
      (one) =>
        one.tagName === tag && (kind === undefined || attribute(one, 'class')?.split(' ').includes(kind)),
    );
  return { elements, mistakes, named };
}

/** As a page shows a text. */
const shown = (text: string): string =>
  visible(text).replace(
    /\p{Noncharacter_Code_Point}/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('its policy allows its own style and script by their hashes, and nothing else', () => {
  const { elements, named } = read(htmlOf(fullResult()));
  const [policy] = elements.filter((one) => attribute(one, 'http-equiv') === 'Content-Security-Policy');
  const [[style], [script]] = [named('style'), named('script')];
  expect(attribute(policy, 'content')).toBe(
    `default-src 'none'; style-src ${hash(style ? textOf(style) : '')}; ` +
      `script-src ${hash(script ? textOf(script) : '')}; base-uri 'none'; form-action 'none'`,
  );
  expect([named('script').length, named('style').length, named('link').length]).toEqual([1, 1, 0]);
  const attributes = elements.flatMap(({ attrs }) => attrs);
  expect(
    attributes.filter(({ name }) => name === 'style' || name === 'src' || name.startsWith('on')),
  ).toEqual([]);
  expect(attributes.filter(({ name, value }) => name === 'href' && !/^#[\w-]+$/.test(value))).toEqual([]);
});

test('each cell of the grid leads to its request, answer and evidence', () => {
  const { named, elements } = read(htmlOf(demoResult()));
  const [hole] = named('a', 'unmet');
  expect(attribute(hole, 'aria-label')).toBe('reader: allowed, not as expected');
  const target = elements.find((one) => `#${attribute(one, 'id')}` === attribute(hole, 'href'));
  expect(target?.childNodes.map(textOf)).toEqual([
    'agus (reader)',
    'GET /users',
    '200 after 3 ms',
    'allowed (likely)',
    'deny, which is not what happened',
    'privilege-escalation GET /users',
  ]);
});

test('the legend has the signs that are shown, and no others', () => {
  const [list] = read(htmlOf(demoResult())).named('ul', 'legend');
  expect(list?.childNodes.map(textOf)).toEqual([
    '✔ allowed',
    '· denied with 401',
    '✖ denied with 403',
    '! not as expected',
  ]);
});

describe('size', () => {
  test('12 roles on 300 routes are all there, in one megabyte', () => {
    const html = htmlOf(largeResult());
    const { named } = read(html);
    expect(named('th', 'route')).toHaveLength(300);
    expect(Buffer.byteLength(html)).toBeLessThan(1_300_000);
  });

  /** 10 roles on 2,100 routes, made when they are asked for, with one hole. */
  const huge = (): ProbeResult => {
    const subjects = Array.from({ length: 10 }, (_, at) => aSubject(`s${at}`, `role-${at}`));
    const cells = sequenceOf(21_000, (index) => {
      const [route, at] = [Math.floor(index / 10), index % 10];
      const place = { path: `/${route % 7}/${route}`, subject: `s${at}`, role: `role-${at}` };
      if (index !== 15_555) return aCell({ ...place, is: at < 5 ? '403' : 'allow' });
      return aCell({ ...place, is: 'allow', expected: { verdict: 'deny' }, outcome: 'violation' });
    });
    const routes = Array.from({ length: 2_100 }, (_, route) => ({
      ...{ method: 'GET', path: `/${route % 7}/${route}` },
      ...{ declared: 'secured' as const, source: `openapi.yaml:${route + 1}` },
    }));
    return { ...aResult({ subjects, cells: [] }), routes, cells };
  };

  test('of a larger result: what differs, one of those alike, and what is left out', () => {
    const html = htmlOf(huge());
    const { named } = read(html);
    expect(named('th', 'route').map(textOf)).toContain('GET /1/1555');
    expect(html).toContain('Left out: 2092 routes alike with one that is shown.');
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
  });
});

test('any result: sound HTML of the known elements, and its texts are texts', () => {
  const known = new Set(
    read(htmlOf(fullResult()))
      .elements.map(({ tagName }) => tagName)
      .concat('br', 'strong', 'code', 'pre'),
  );
  fc.assert(
    fc.property(anyResult, (result) => {
      const { elements, mistakes, named } = read(htmlOf(result));
      expect(mistakes).toEqual([]);
      expect(elements.map(({ tagName }) => tagName).filter((tag) => !known.has(tag))).toEqual([]);
      expect(named('script')).toHaveLength(1);
      const names = named('th', 'route').map(textOf);
      expect(names).toEqual(result.routes.map(({ method, path }) => shown(`${method} ${path}`)));
      const ids = elements.flatMap((one) => attribute(one, 'id') ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      const links = elements.flatMap((one) => attribute(one, 'href') ?? []);
      expect(links.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
