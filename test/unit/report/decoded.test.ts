import { describe, expect, test } from 'vitest';
import { type Decoded, decodedRenderer } from '../../../src/report/decoded.js';
import { decode } from '../../../src/token/decode.js';
import { plainLines } from '../../support/plain-text.js';
import { compact, hmacToken } from '../../support/tokens.js';

const NOW = 1_767_225_600;
const shown = (token: string): Decoded => ({ token: decode(token, NOW), origin: 'stdin' });
const lines = (token: string, width = 80, ascii = false) =>
  plainLines(decodedRenderer.text(shown(token), { width, ascii }));

test('in a narrow terminal meanings stand below their values', () => {
  const token = hmacToken({ iss: 'https://issuer.example', exp: NOW + 60 });
  expect(lines(token, 40).slice(2, 13)).toEqual([
    'Header',
    '  alg  HS256',
    '       HMAC with SHA-256: a shared',
    '       secret',
    '',
    'Claims',
    '  iss  https://issuer.example',
    '       issuer: who made the token',
    '  exp  1767225660',
    '       expires 2026-01-01 00:01:00 UTC,',
    '       in 1 minute',
  ]);
});

describe('values', () => {
  test.for([
    ['plain', 'plain'],
    ['two words', 'two words'],
    ['1', '"1"'],
    [1, '1'],
    ['1a2b', '1a2b'],
    ['true', '"true"'],
    [true, 'true'],
    [null, 'null'],
    ['null', '"null"'],
    ['', '""'],
    [' space', '" space"'],
    [['a', 1], '["a",1]'],
    ['["a",1]', '"[\\"a\\",1]"'],
    ['\u001b[31m', '\\u001b[31m'],
  ] as const)('%j is written %s', ([value, written]) => {
    expect(lines(hmacToken({ x: value }))).toContain(`  x  ${written}`);
  });
});

test.for([
  { claims: { exp: NOW + 60 }, line: 'Lifetime   active, 1 minute left' },
  { claims: { exp: NOW }, line: 'Lifetime   expired now' },
  { claims: { nbf: NOW + 1, exp: NOW + 60 }, line: 'Lifetime   not valid yet' },
  { claims: {}, line: 'Lifetime   never expires  there is no `exp`' },
  {
    claims: { iat: NOW - 60, exp: NOW + 60 },
    line: 'Lifetime   active, 1 minute left  ##########---------- of 2 minutes',
  },
])('$claims: $line', ({ claims, line }) => {
  expect(lines(hmacToken(claims), 80, true)).toContain(line);
});

test.for([
  { name: 'text', token: hmacToken('just text'), line: '  just text' },
  { name: 'no text', token: 'eyJhbGciOiJIUzI1NiJ9._____w.AAAA', line: 'Payload  cannot be read as text' },
  {
    name: 'an unreadable signature',
    token: `${compact({ alg: 'HS256' }, {}, '***')}`,
    line: 'Signature  cannot be decoded',
  },
])('$name: $line', ({ token, line }) => {
  expect(lines(token)).toContain(line);
});

test('nothing that is printed is a usable token', () => {
  const token = hmacToken({ sub: '2', exp: NOW + 60 });
  const signature = token.split('.')[2] ?? '';
  const printed = [...lines(token), JSON.stringify(decodedRenderer.json(shown(token)))].join('\n');
  expect(signature).not.toBe('');
  expect(printed).not.toContain(signature);
});

test.for([60, 80, 120])('no line is wider than %d columns', (width) => {
  const token = hmacToken(
    {
      iss: 'https://login.example.com/realms/a-long-realm-name/that/goes/on',
      aud: Array.from({ length: 12 }, (_, index) => `https://api-${index}.example.com`),
      scope: 'articles:read articles:write users:read users:write reports:read',
      description: 'x'.repeat(300),
      iat: NOW - 60,
      exp: NOW + 60,
      nbf: 'soon',
      role: 'reader',
    },
    { x5c: ['MII'.repeat(60)] },
  );
  const wide = lines(token, width).filter((line) => line.length > width);
  expect(wide).toEqual([]);
});

test('wide characters keep the columns straight', async () => {
  const { displayWidth } = await import('../../../src/report/display-width.js');
  const token = hmacToken({ name: '日本語', sub: '2' });
  const text = plainLines(
    decodedRenderer.text({ ...shown(token), widthOf: displayWidth }, { width: 80, ascii: false }),
  );
  expect(text.slice(5, 8)).toEqual([
    'Claims',
    '  name  日本語  full name',
    '  sub   "2"     subject: whom it is about',
  ]);
});
