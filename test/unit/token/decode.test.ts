import { expect, test } from 'vitest';
import { decode } from '../../../src/token/decode.js';
import { compact, hmacToken } from '../../support/tokens.js';

const NOW = 1_767_225_600;

test('says what a signed token says, and nothing of its signature but its length', () => {
  const claims = { sub: '2', role: 'reader', exp: NOW + 600 };
  expect(decode(hmacToken(claims, { typ: 'at+jwt' }), NOW)).toEqual({
    format: 'jws',
    serialization: 'compact',
    header: { alg: 'HS256', typ: 'at+jwt' },
    payload: claims,
    payloadKind: 'claims',
    signature: { alg: 'HS256', bytes: 32 },
    lifetime: { state: 'active', secondsLeft: 600, expiresAt: NOW + 600 },
    role: { role: 'reader', roles: ['reader'], foundAt: '/role' },
    verified: false,
    findings: [],
    layers: [
      {
        format: 'jws',
        serialization: 'compact',
        signatures: [{ header: { alg: 'HS256', typ: 'at+jwt' }, alg: 'HS256', bytes: 32 }],
      },
    ],
    disclosures: null,
    withheld: 0,
    at: NOW,
  });
});

test('an opaque token says nothing', () => {
  expect(decode('2YotnFZFEjr1zCsicMWpAA', NOW)).toEqual({
    format: 'opaque',
    serialization: null,
    header: null,
    payload: null,
    payloadKind: 'opaque',
    signature: null,
    lifetime: null,
    role: null,
    verified: false,
    findings: [],
    layers: [{ format: 'opaque', serialization: null, signatures: [] }],
    disclosures: null,
    withheld: 0,
    at: NOW,
  });
});

test.for([
  { name: 'no algorithm', text: compact({}, {}), ids: ['alg.missing'] },
  { name: 'an algorithm that is no string', text: compact({ alg: 1 }, {}), ids: ['alg.not-string'] },
  { name: 'alg none', text: compact({ alg: 'none' }, {}, ''), ids: ['alg.none'] },
  { name: 'no signature', text: compact({ alg: 'ES256' }, {}, ''), ids: ['sig.empty'] },
  { name: 'exp as text', text: hmacToken({ exp: '1767225600' }), ids: ['exp.type'] },
  { name: 'exp in milliseconds', text: hmacToken({ exp: NOW * 1000 }), ids: ['exp.type'] },
  { name: 'nbf before 1970', text: hmacToken({ nbf: -1 }), ids: ['nbf.type'] },
])('$name is found', ({ text, ids }) => {
  expect(decode(text, NOW).findings.map(({ id }) => id)).toEqual(ids);
});

test('times that are no numbers give no lifetime', () => {
  expect(decode(hmacToken({ exp: 'soon' }), NOW).lifetime).toBeNull();
});

test('the role is looked for where the caller says', () => {
  const options = { roleClaim: '/app/role' };
  expect(decode(hmacToken({ role: 'reader', app: { role: 'admin' } }), NOW, options).role?.role).toBe(
    'admin',
  );
});

test('a signed token in a signed token is unwrapped', () => {
  const inner = hmacToken({ sub: '2', role: 'reader' }, { kid: 'inner' });
  const { payload, header, role, findings, layers } = decode(hmacToken(inner, { cty: 'JWT' }), NOW);
  expect({
    payload,
    header,
    role: role?.role,
    findings,
    kids: layers.map(({ signatures }) => signatures[0]?.header.kid),
  }).toEqual({
    payload: { sub: '2', role: 'reader' },
    header: { alg: 'HS256', cty: 'JWT' },
    role: 'reader',
    findings: [],
    kids: [undefined, 'inner'],
  });
});

test('what is odd about an inner token says so, and where', () => {
  const inner = compact({ alg: 'none' }, { exp: 'soon' }, '');
  expect(decode(hmacToken(inner), NOW).findings.map(({ id, message, at }) => ({ id, message, at }))).toEqual([
    { id: 'alg.none', message: expect.stringMatching(/^in the token inside: /), at: '/layers/1' },
    { id: 'exp.type', message: '`exp` is not a number of seconds', at: '/payload/exp' },
  ]);
});

test('tokens in tokens are followed eight deep', () => {
  let token = hmacToken({ sub: '2' });
  for (let depth = 0; depth < 12; depth += 1) token = hmacToken(token);
  const { layers, payloadKind } = decode(token, NOW);
  expect({ count: layers.length, payloadKind }).toEqual({ count: 8, payloadKind: 'text' });
});

test('of a detached payload nothing is known', () => {
  const [header = '', , signature = ''] = hmacToken({ sub: '2' }).split('.');
  const { payload, payloadKind, findings } = decode(`${header}..${signature}`, NOW);
  expect({ payload, payloadKind, findings }).toEqual({
    payload: null,
    payloadKind: 'detached',
    findings: [],
  });
});
