import { expect, test } from 'vitest';
import { displayWidth } from '../../../src/report/display-width.js';
import { lintRenderer } from '../../../src/report/lint.js';
import { ruleListRenderer, ruleRenderer } from '../../../src/report/lint-rules.js';
import { markdownProse, markdownText } from '../../../src/report/markdown.js';
import type { Line } from '../../../src/report/text.js';
import { lintTokens } from '../../../src/token/lint/lint-tokens.js';
import { rules } from '../../../src/token/lint/registry.js';
import { HEADER, NOW, tokenOf } from '../token/lint/tokens.js';

const lines = (text: Iterable<Line>): readonly string[] =>
  Array.from(text, (line) =>
    typeof line === 'string'
      ? line
      : line.map((span) => (typeof span === 'string' ? span : span.text)).join(''),
  );

const report = {
  result: lintTokens([{ text: tokenOf({ ...HEADER, kid: '../../dev/null' }), origin: 'stdin' }], NOW, {
    baseline: [{ rule: 'alg.none', at: '/header/alg' }],
  }),
  failOn: 'high',
  baseline: 'known.json',
} as const;

test('a finding at 40 columns', () => {
  expect(lines(lintRenderer.text(report, { width: 40, ascii: true }))).toEqual([
    'Access token from stdin',
    '',
    '  high  kid.injection at /header/kid',
    '    `kid` climbs out of a folder:',
    '    `../../dev/null`',
    '    -> look `kid` up in a fixed list',
    '       of keys, and use key ids of',
    '       letters, digits, - and _',
    '    RFC 8725 section 3.10, https://www.rfc-editor.org/rfc/rfc8725.html#section-3.10',
    '',
    'No longer needed in known.json:',
    '  alg.none /header/alg',
    '',
    '1 finding: 1 high',
  ]);
});

test.for([60, 80, 120, 240])('the list of rules has room in %i columns, and leaves nothing out', (width) => {
  const listed = lines(ruleListRenderer.text(rules, { width, ascii: true }));
  expect(Math.max(...listed.map(displayWidth))).toBeLessThanOrEqual(width);
  const words = listed.join(' ').split(/\s+/).join(' ');
  const missing = rules.filter(
    ({ id, title, sources: [source] }) =>
      ![`${id} `, title, source.title].every((text) => words.includes(text)),
  );
  expect(missing).toEqual([]);
});

test('one rule', () => {
  const [rule] = rules.filter(({ id }) => id === 'typ.not-at-jwt');
  if (!rule) throw new Error('no such rule');
  expect(lines(ruleRenderer.text(rule, { width: 80, ascii: true }))).toEqual([
    'typ.not-at-jwt  high',
    'an access token of another type',
    '',
    '-> set `typ` to at+jwt',
    '',
    'Judges access tokens only.',
    'RFC 9068 section 2.1  https://www.rfc-editor.org/rfc/rfc9068.html#section-2.1',
    'RFC 9068 section 4  https://www.rfc-editor.org/rfc/rfc9068.html#section-4',
  ]);
});

test.for([
  { text: 'plain words, 1.5', markdown: 'plain words, 1.5' },
  { text: '*a* _b_ `c` ~d~', markdown: '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~' },
  { text: '[a](https://b)', markdown: '\\[a\\](https&#58;//b)' },
  { text: 'a|b', markdown: 'a\\|b' },
  { text: '<img src=x>&amp;', markdown: '&lt;img src=x&gt;&amp;amp;' },
  { text: 'www.example @all #12', markdown: 'www&#46;example &#64;all \\#12' },
  { text: 'a\nb\u202ec', markdown: 'a\\\\u000ab\\\\u202ec' },
])('$text in Markdown', ({ text, markdown }) => {
  expect(markdownText(text)).toBe(markdown);
});

test('own words keep their code', () => {
  expect(markdownProse('put `x5t#S256` into <it>, or `a|b`')).toBe(
    'put `x5t#S256` into &lt;it&gt;, or `a\\|b`',
  );
});
