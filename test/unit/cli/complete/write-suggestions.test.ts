import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SHELLS } from '../../../../src/cli/complete/shell.js';
import type { Suggestions } from '../../../../src/cli/complete/suggestion.js';
import { readTypedLine } from '../../../../src/cli/complete/typed-line.js';
import { writeSuggestions } from '../../../../src/cli/complete/write-suggestions.js';

const words = (...values: readonly string[]): Suggestions => ({
  kind: 'words',
  words: values.map((value) => ({ value })),
});
const at = (text: string, quote: '' | "'" | '"' = '', kept = 0) => ({ text, quote, kept });

test.for([
  { found: words('GET /a'), current: at(''), written: 'words\nGET\\ /a\n' },
  { found: words('GET /a'), current: at('GET', "'"), written: 'words\nGET /a\n' },
  { found: words("it's"), current: at('', "'"), written: "words\nit'\\''s\n" },
  { found: words('a"$`b'), current: at('', '"'), written: 'words\na\\"\\$\\`b\n' },
  { found: words('--flow=json'), current: at('--flow=', '', 7), written: 'words\njson\n' },
  { found: words('$(touch x)'), current: at(''), written: 'words\n\\$\\(touch\\ x\\)\n' },
  { found: words(), current: at(''), written: 'words\n' },
  {
    found: { kind: 'path', before: '--key=', path: 'a b' },
    current: at('', '', 6),
    written: 'path\t\ta b\n',
  },
  { found: { kind: 'path', before: '@', path: '' }, current: at('@'), written: 'path\t@\t\n' },
  {
    found: { kind: 'words', words: [{ value: 'junit=', goesOn: true }] },
    current: at(''),
    written: 'open\njunit=\n',
  },
] as const)('bash: $written', ({ found, current, written }) => {
  expect(writeSuggestions('bash', found, current)).toBe(written);
});

test.for([
  { shell: 'zsh', written: 'words\ndone none.none:no\ndone a\\:b c\n' },
  { shell: 'fish', written: 'words\nnone.none\tno\na:b c\t\n' },
  { shell: 'powershell', written: "words\nnone.none\tnone.none\tno\n'a:b c'\ta:b c\ta:b c\n" },
] as const)('$shell', ({ shell, written }) => {
  const found: Suggestions = {
    kind: 'words',
    words: [{ value: 'none.none', means: 'no' }, { value: 'a:b c' }],
  };
  expect(writeSuggestions(shell, found, at(''))).toBe(written);
});

test('a meaning stays on its line, whatever it holds', () => {
  const found: Suggestions = { kind: 'words', words: [{ value: 'a', means: 'x\ny\u001b[2J\u2028' }] };
  for (const shell of SHELLS) expect(writeSuggestions(shell, found, at('')).split('\n')).toHaveLength(3);
});

test('what bash is given reads as the word itself, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
      fc.pre(!/\p{C}/u.test(value));
      const [, line = ''] = writeSuggestions('bash', words(value), at('')).split('\n');
      expect(readTypedLine(`authctl ${line}`, 'bash').current.text).toBe(value);
    }),
  );
});
