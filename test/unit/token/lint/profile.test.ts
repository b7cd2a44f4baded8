import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/token/json.js';
import { recogniseKind } from '../../../../src/token/lint/profile.js';

interface Row {
  readonly header: JsonObject;
  readonly claims: JsonObject | null;
  readonly kind: string;
}

test.for<Row>([
  { header: { typ: 'at+jwt' }, claims: {}, kind: 'access-token' },
  { header: { typ: 'application/AT+JWT' }, claims: null, kind: 'access-token' },
  { header: { typ: 'logout+jwt' }, claims: {}, kind: 'logout' },
  { header: { typ: 'dpop+jwt' }, claims: {}, kind: 'dpop' },
  // The type goes before what the claims look like: that is for another rule to say.
  { header: { typ: 'at+jwt' }, claims: { nonce: 'n' }, kind: 'access-token' },
  { header: { typ: 'JWT' }, claims: { nonce: 'n', client_id: 'c' }, kind: 'id-token' },
  { header: {}, claims: { at_hash: 'h' }, kind: 'id-token' },
  { header: {}, claims: { auth_time: 1 }, kind: 'id-token' },
  { header: {}, claims: { scope: 'a', auth_time: 1 }, kind: 'access-token' },
  { header: {}, claims: { scp: ['a'] }, kind: 'access-token' },
  { header: {}, claims: { htm: 'GET', htu: 'https://api.example/' }, kind: 'dpop' },
  { header: { typ: 'JWT' }, claims: { typ: 'Bearer', nonce: 'n' }, kind: 'access-token' },
  { header: { typ: 'JWT' }, claims: { typ: 'ID' }, kind: 'id-token' },
  {
    header: {},
    claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
    kind: 'logout',
  },
  { header: {}, claims: { events: { 'https://schemas.openid.net/secevent/risc': {} } }, kind: 'other' },
  { header: {}, claims: { events: 'http://schemas.openid.net/event/backchannel-logout' }, kind: 'other' },
  { header: {}, claims: { sub: '2' }, kind: 'other' },
  { header: {}, claims: null, kind: 'other' },
  { header: { typ: 1 }, claims: { typ: 2 }, kind: 'other' },
  { header: { typ: 'constructor' }, claims: { typ: 'toString' }, kind: 'other' },
])('$header $claims: $kind', ({ header, claims, kind }) => {
  expect(recogniseKind(header, claims)).toBe(kind);
});
