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
    at: NOW,
  });
});

test('an opaque token says nothing', () => {
  expect(decode('2YotnFZFEjr1zCsicMWpAA', NOW)).toEqual({
    format: 'opaque',
    serialization: null,
    header: null,
    payload: null,
    signature: null,
    lifetime: null,
    role: null,
    verified: false,
    findings: [],
    layers: [{ format: 'opaque', serialization: null, signatures: [] }],
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
  { name: 'disclosures', text: `${compact({ alg: 'ES256' }, {})}~WyJzIl0~`, ids: ['sd-jwt.disclosures'] },
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
