import { expect, test } from 'vitest';
import { severalTokens, tokenLines } from '../../../../src/token/lint/token-lines.js';
import { tokenOf } from './tokens.js';

const a = tokenOf();
const b = tokenOf({ alg: 'none' }, {});

test('lines count from one, whatever ends them; empty ones and comments count, and are left out', () => {
  expect(tokenLines(`\ufeff${a}\r\n\n# of sari\n  Bearer ${b}  \nx`)).toEqual([
    { text: a, number: 1 },
    { text: `Bearer ${b}`, number: 4 },
    { text: 'x', number: 5 },
  ]);
});

test.for([
  { title: 'two tokens', text: `${a}\n${b}\n`, lines: [1, 2] },
  { title: 'tokens after a scheme', text: `Bearer ${a}\n# comment\nDPoP ${b}`, lines: [1, 3] },
  { title: 'an encrypted one among them', text: `${a}\neyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA`, lines: [1, 2] },
])('several: $title', ({ text, lines }) => {
  expect(severalTokens(text)?.map(({ number }) => number)).toEqual(lines);
});

test.for([
  { title: 'one token', text: `${a}\n` },
  { title: 'one token over several lines', text: a.replace(/.{60}/g, '$&\n') },
  { title: 'one token, broken at its dots', text: a.replaceAll('.', '.\n') },
  { title: 'a token response', text: `{\n"access_token": "${a}"\n}` },
  { title: 'a token and something else', text: `${a}\nhello` },
  { title: 'headers', text: `Authorization: Bearer ${a}\nCookie: a=b` },
  { title: 'nothing', text: '' },
])('not several: $title', ({ text }) => {
  expect(severalTokens(text)).toBeUndefined();
});
