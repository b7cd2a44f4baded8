import { expect, test } from 'vitest';
import { readTypedLine } from '../../../../src/cli/complete/typed-line.js';

/** What bash has in COMP_WORDBREAKS unless somebody changed it. */
const BREAKS = ' \t\n"\'@><=;|&(:';
const word = (text: string, quote = '', kept = 0) => ({ text, quote, kept });

test.for([
  { line: 'authctl', words: [], current: word('authctl') },
  { line: 'authctl ', words: ['authctl'], current: word('') },
  { line: 'authctl  login --fl', words: ['authctl', 'login'], current: word('--fl') },
  { line: 'authctl login --flow=js', words: ['authctl', 'login'], current: word('--flow=js', '', 7) },
  { line: 'authctl login http://1', words: ['authctl', 'login'], current: word('http://1', '', 5) },
  { line: 'authctl decode @to', words: ['authctl', 'decode'], current: word('@to') },
  {
    line: 'authctl probe --report=junit=a',
    words: ['authctl', 'probe'],
    current: word('--report=junit=a', '', 15),
  },
  { line: "authctl a 'GET /x", words: ['authctl', 'a'], current: word('GET /x', "'") },
  { line: 'authctl a "GET /x:y', words: ['authctl', 'a'], current: word('GET /x:y', '"') },
  { line: "authctl a --only='GET /x", words: ['authctl', 'a'], current: word('--only=GET /x', "'", 7) },
  { line: 'authctl a GET\\ /x', words: ['authctl', 'a'], current: word('GET /x') },
  { line: "authctl 'a b' c\\'d ", words: ['authctl', 'a b', "c'd"], current: word('') },
  { line: "authctl '' x", words: ['authctl', ''], current: word('x') },
  { line: 'authctl a\\', words: ['authctl'], current: word('a') },
  { line: 'TOKEN=a B= authctl de', words: ['authctl'], current: word('de') },
  { line: '', words: [], current: word('') },
])('bash: $line', ({ line, words, current }) => {
  expect(readTypedLine(line, 'bash', BREAKS)).toEqual({ words, current });
});

test.for([
  { shell: 'zsh', line: 'authctl login --flow=js', text: '--flow=js' },
  { shell: 'fish', line: "authctl a 'it\\'s", text: "it's" },
  { shell: 'bash', line: "authctl a 'it\\'s", text: 'it\\s' },
  { shell: 'powershell', line: 'authctl a C:\\x', text: 'C:\\x' },
  { shell: 'powershell', line: 'authctl a GET` /x', text: 'GET /x' },
] as const)('$shell reads $line in its own way', ({ shell, line, text }) => {
  expect(readTypedLine(line, shell).current).toMatchObject({ text, kept: 0 });
});
