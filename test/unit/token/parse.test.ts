import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuthctlError } from '../../../src/errors.js';
import { decode } from '../../../src/token/decode.js';
import { parseToken } from '../../../src/token/parse.js';
import { base64url, compact, hmacToken } from '../../support/tokens.js';

const NOW = 1_767_225_600;

describe('formats', () => {
  test.for([
    { text: compact({ alg: 'HS256' }, { sub: 'a' }), format: 'jws' },
    { text: compact({ alg: 'none' }, { sub: 'a' }, ''), format: 'unsecured' },
    { text: compact({ alg: 'NoNe' }, { sub: 'a' }, ''), format: 'unsecured' },
    { text: `${base64url('{"alg":"dir","enc":"A128GCM"}')}..AAAA.AAAA.AAAA`, format: 'jwe' },
    { text: `${compact({ alg: 'ES256' }, { sub: 'a' })}~WyJzIiwiYSIsMV0~`, format: 'sd-jwt' },
    { text: '{"payload":"e30","protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AAAA"}', format: 'jws' },
    {
      text: '{"protected":"eyJhbGciOiJkaXIifQ","iv":"AAAA","ciphertext":"AAAA","tag":"AAAA"}',
      format: 'jwe',
    },
    { text: '2YotnFZFEjr1zCsicMWpAA', format: 'opaque' },
    { text: 'ya29.a0AfH6SMBx-1234567890', format: 'opaque' },
    { text: '550e8400-e29b-41d4-a716-446655440000', format: 'opaque' },
  ])('$text is $format', ({ text, format }) => {
    expect(parseToken(text).format).toBe(format);
  });
});

describe('what is no token', () => {
  const deep = `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
  test.for([
    { name: 'nothing', text: '', why: 'it is empty' },
    { name: 'white space', text: ' \n ', why: 'it is empty' },
    { name: 'a word', text: 'hello', why: 'it has neither a header nor the look of an opaque token' },
    { name: 'words', text: 'not a token at all', why: 'it has spaces in it' },
    {
      name: 'hyphenated words',
      text: 'this-is-not-a-token',
      why: 'it has neither a header nor the look of an opaque token',
    },
    { name: 'other characters', text: 'this!is§no(token)1', why: 'it holds characters that no token has' },
    {
      name: 'JSON without a token',
      text: '{"a":1}',
      why: 'it is JSON with neither a token nor a payload in it',
    },
    { name: 'half of JSON', text: '{"payload":', why: 'it opens like JSON but is none' },
    {
      name: 'a header that is no object',
      text: `${base64url('{"alg"')}.e30.AAAA`,
      why: 'its header is not a JSON object',
    },
    {
      name: 'a header that is not base64url',
      text: 'eyJhbGci!.e30.AAAA',
      why: 'its header is not base64url',
    },
    { name: 'four parts', text: 'eyJhIjoxfQ.e30.AAAA.AAAA', why: 'it has 4 parts between dots' },
    {
      name: 'a million dots',
      text: `eyJhIjoxfQ${'.'.repeat(1_000_000)}`,
      why: 'it has more than five parts between dots',
    },
    {
      name: 'both kinds of signatures',
      text: '{"payload":"e30","signature":"AAAA","signatures":[]}',
      why: 'it has both `signature` and `signatures`',
    },
    {
      name: 'no signatures',
      text: '{"payload":"e30","signatures":[]}',
      why: 'its `signatures` is no list with entries',
    },
    {
      name: 'too many signatures',
      text: JSON.stringify({ payload: 'e30', signatures: Array(101).fill({ signature: 'AAAA' }) }),
      why: 'it has more than 100 signatures',
    },
    {
      name: '10 MB',
      text: 'a'.repeat(10_000_000),
      why: 'it has 10000000 characters, and no more than 1048576 are read',
    },
    {
      name: '10,000 levels in the payload',
      text: compact({ alg: 'HS256' }, deep),
      why: 'the JSON in it is nested more than 100 levels deep',
    },
    {
      name: '10,000 levels in the header',
      text: compact(deep, '{}'),
      why: 'the JSON in it is nested more than 100 levels deep',
    },
  ])('$name', ({ text, why }) => {
    const started = performance.now();
    expect(() => parseToken(text)).toThrow(
      expect.objectContaining({ code: 'NOT_A_TOKEN', message: `this is no token: ${why}` }),
    );
    // Seconds, where something quadratic would take minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('a quote and backslash a million times over is refused as quickly', () => {
    const started = performance.now();
    expect(() => parseToken(`{${'\\"'.repeat(500_000)}`)).toThrow(AuthctlError);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('flaws', () => {
  const good = hmacToken({ sub: 'a' });
  const [header = '', payload = '', signature = ''] = good.split('.');
  test.for([
    { text: good, ids: [] },
    { text: `${header}.${payload}`, ids: ['format.not-compact'] },
    { text: `${header}.${payload}.***`, ids: ['format.illegal-char'] },
    { text: `${header}.${payload}.${signature}=`, ids: ['format.padding'] },
    { text: `${header}.\n${payload}.${signature}`, ids: ['format.illegal-char'] },
    { text: compact('{"alg":"HS256","alg":"none"}', '{}'), ids: ['format.duplicate-header'] },
    { text: compact({ alg: 'HS256' }, '{"role":"reader","role":"admin"}'), ids: ['format.duplicate-claim'] },
    { text: compact('\ufeff{"alg":"HS256"}', '{}'), ids: ['format.bom'] },
    { text: compact({ alg: 'HS256' }, '{"id":9007199254740993}'), ids: ['format.number-precision'] },
    { text: compact({ alg: 'HS256' }, 'plain text'), ids: ['format.payload-not-object'] },
    { text: compact({ alg: 'HS256' }, '[1]'), ids: ['format.payload-not-object'] },
    {
      text: `${header}.${base64url(Buffer.from([0xff, 0xfe]))}.${signature}`,
      ids: ['format.payload-not-object'],
    },
    { text: `${header}.%%.${signature}`, ids: ['format.illegal-char'] },
    {
      text: `{"payload":"e30","protected":"${header}","header":{"alg":"none"},"signature":"AAAA"}`,
      ids: ['format.duplicate-header'],
    },
  ])('$text has $ids', ({ text, ids }) => {
    const token = parseToken(text);
    expect('flaws' in token ? token.flaws.map(({ id }) => id) : undefined).toEqual(ids);
  });
});

describe('whatever is fed to it', () => {
  const onlyAuthctlErrors = (text: string) => {
    try {
      decode(text, NOW);
    } catch (error) {
      expect(error).toBeInstanceOf(AuthctlError);
      expect((error as AuthctlError).code).toBe('NOT_A_TOKEN');
    }
  };

  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), onlyAuthctlErrors), {
      numRuns: 500,
    });
  });

  test('any text of the characters of tokens', () => {
    const characters = fc.constantFrom(...'eyJhbG.~={}":, \n\\');
    fc.assert(fc.property(fc.string({ unit: characters, maxLength: 100 }), onlyAuthctlErrors), {
      numRuns: 1_000,
    });
  });

  test('any JSON as header and payload', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (header, payload) => {
        onlyAuthctlErrors(compact(header, JSON.stringify(payload)));
      }),
      { numRuns: 500 },
    );
  });

  test('any claims with the names that mean something', () => {
    const names = fc.constantFrom(
      'exp',
      'nbf',
      'iat',
      'role',
      'roles',
      'realm_access',
      'resource_access',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), (claims) => {
        const decoded = decode(compact({ alg: 'HS256' }, claims), NOW);
        expect(decoded.payload).toEqual(JSON.parse(JSON.stringify(claims)));
      }),
      { numRuns: 500 },
    );
  });

  test('a token with one character changed anywhere', () => {
    const token = hmacToken({ sub: 'agus', role: 'reader', exp: NOW + 60 });
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.string({ unit: 'binary', minLength: 0, maxLength: 2 }),
        (at, put) => {
          onlyAuthctlErrors(token.slice(0, at) + put + token.slice(at + 1));
        },
      ),
      { numRuns: 500 },
    );
  });
});
