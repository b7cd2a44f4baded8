import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import type { ProbeResult } from '../../../src/probe/result.js';
import { markdownReport, markdownSummary } from '../../../src/report/probe-markdown.js';
import { largeResult } from '../../support/large-result.js';
import { anyResult } from '../../support/probe-arbitraries.js';
import { aFinding, aResult, demoResult } from '../../support/probe-results.js';
import { fullResult, setting } from '../../support/probe-samples.js';

const comment = (result: ProbeResult): string => [...markdownReport(result, setting)].join('');
const summary = (result: ProbeResult, bytes = 1_048_576): string =>
  [...markdownSummary(result, setting, bytes)].join('');

test('what differs comes first, then the grid', () =>
  expect(comment(fullResult())).toMatchFileSnapshot('golden/full-comment.md'));

test('the page that sums up a job has every route', () =>
  expect(summary(demoResult())).toMatchFileSnapshot('golden/demo-summary.md'));

describe('size', () => {
  const findings = Array.from({ length: 2_000 }, (_, at) =>
    aFinding({ id: `x ${at}`, message: `GET /記事/${at}: reader may, though not meant to` }),
  );
  const large: ProbeResult = { ...largeResult(), findings };

  test('a comment fits, says what is left out, and is whole', () => {
    const text = comment(large);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/and \d+ findings more, for which there is no room here/);
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
  });

  test('a page that has little room left gets what fits', () => {
    expect(Buffer.byteLength(summary(large, 20_000))).toBeLessThanOrEqual(20_000);
    expect(
      summary(largeResult())
        .split('\n')
        .filter((line) => /^\| (GET|PUT|DELETE) /.test(line)),
    ).toHaveLength(300);
  });
});

interface Structure {
  readonly headings: number;
  readonly tables: readonly (readonly number[])[];
  readonly kinds: ReadonlySet<string>;
}

/** What a reader of Markdown makes of it: headings, and the number of cells in each row of each table. */
function structureOf(text: string): Structure {
  const tokens = new MarkdownIt({ html: true, linkify: true }).parse(text, {});
  const tables: number[][] = [];
  for (const { type } of tokens) {
    if (type === 'table_open') tables.push([]);
    if (type === 'tr_open') tables.at(-1)?.push(0);
    const row = tables.at(-1);
    if (/^t[dh]_open$/.test(type) && row) row.push((row.pop() ?? 0) + 1);
  }
  const inline = tokens.flatMap(({ children }) => children ?? []);
  return {
    headings: tokens.filter(({ type }) => type === 'heading_open').length,
    tables,
    kinds: new Set([...tokens, ...inline].map(({ type }) => type)),
  };
}

/** Made of what a report writes itself. */
const OWN =
  /^(heading|paragraph|inline|text|table|thead|tbody|tr|th|td|strong|em|list_item|bullet_list|html_block|code_inline|softbreak|text_special)/;

test('any result: tables keep their columns, and nothing makes links, code blocks or HTML', () => {
  fc.assert(
    fc.property(anyResult, (result) => {
      for (const text of [comment(result), summary(result)]) {
        const { tables, kinds } = structureOf(text);
        for (const rows of tables) expect(new Set(rows).size).toBe(1);
        expect([...kinds].filter((kind) => !OWN.test(kind))).toEqual([]);
        const html = text.split('\n').filter((line) => /</.test(line));
        expect(html.filter((line) => !/^<\/?(details|summary)>/.test(line))).toEqual([]);
      }
    }),
  );
});

test('nobody is mentioned, and no address becomes a link', () => {
  const findings = [
    aFinding({ message: '@everyone see https://evil.example and www.evil.example [x](y)', cells: [] }),
  ];
  const text = comment(aResult({ subjects: [], cells: [], findings }));
  expect(text).not.toMatch(/@everyone|https:\/\/evil|www\.evil|(?<!\\)\]\(/);
});
