import { expect, test } from 'vitest';
import { CLAIMS, findingsOf, HEADER, tokenOf } from '../tokens.js';

const outer = (payload: string) => tokenOf({ ...HEADER, cty: 'JWT' }, payload);
const isToken = 'info cty.nested /header/cty: the payload is a token itself';
const families = (token: string) => [...findingsOf('nested.', token), ...findingsOf('cty.', token)];

test.for([
  { title: 'claims', token: tokenOf(), findings: [] },
  { title: 'a token', token: outer(tokenOf()), findings: [isToken] },
  { title: 'a token that is not announced', token: tokenOf(HEADER, tokenOf()), findings: [] },
  { title: 'text that starts like a token', token: tokenOf(HEADER, 'eyJ.'), findings: [] },
  {
    title: 'an unsigned token',
    token: outer(tokenOf({ alg: 'none' })),
    findings: ['critical nested.inner-none /payload: the token in the payload is not signed', isToken],
  },
  {
    title: 'a token in a token',
    token: outer(outer(tokenOf())),
    findings: ['high nested.depth /payload: 2 tokens are nested in this one', isToken],
  },
  {
    title: 'an unsigned token in a token',
    token: outer(outer(tokenOf({ alg: 'NONE' }))),
    findings: [
      'critical nested.inner-none /payload: the token in the payload is not signed',
      'high nested.depth /payload: 2 tokens are nested in this one',
      isToken,
    ],
  },
  {
    title: 'tokens without end',
    token: Array.from({ length: 12 }).reduce<string>((inner) => outer(inner), tokenOf()),
    findings: ['high nested.depth /payload: 8 or more tokens are nested in this one', isToken],
  },
])('$title in a token', ({ token, findings }) => {
  expect(families(token)).toEqual(findings);
});

test('signed and then encrypted is as it should be', () => {
  const header = Buffer.from('{"alg":"dir","enc":"A128GCM","cty":"JWT"}').toString('base64url');
  expect(families(`${header}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`)).toEqual([]);
});

test('other content is no token', () => {
  expect(families(tokenOf({ ...HEADER, cty: 'json' }, CLAIMS))).toEqual([]);
});
