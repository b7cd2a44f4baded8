import { describe, expect, test } from 'vitest';
import { lintToken } from '../../../../src/token/lint/lint.js';
import { rules } from '../../../../src/token/lint/registry.js';
import { readSubject } from '../../../../src/token/lint/subject.js';
import { tokenRows, vectorById, vectorsOf } from '../../../support/vectors.js';
import { NOW, tokenOf } from './tokens.js';

/** Why it is right to say so of an example that an RFC prints. */
const reasons: Readonly<Record<string, string>> = {
  'format.not-compact': 'a JSON form, which is a JWS or JWE, but no JWT (RFC 7519 section 1)',
  'format.payload-not-object': 'signed text, which is a JWS, but no JWT',
  'exp.past': 'the instant is long over',
  'exp.lifetime': 'the lifetime is 245 days',
  'aud.missing': 'three claims only: whom it is for,',
  'sub.missing': 'whom it is about,',
  'iat.missing': 'when it was issued',
  'jti.missing': 'and what it is called are missing',
  'typ.missing': 'claims, and no type',
  'typ.generic-jwt': 'claims, and a type that any JWT has',
  'kid.missing': 'nothing names the key',
  'alg.none': 'not signed',
  'alg.polymorphic': 'the RFC is older than RFC 9864',
  'hdr.crit-unknown': 'the point of the example: nobody can understand this parameter',
  'hdr.jku': 'the key set is to be fetched from an address that the token names',
  'jwe.rsa1_5': 'the padding that RFC 8725 section 3.2 advises against',
  'jwe.no-inner-signature': 'encrypted with a public key, and no `cty`: from anybody',
  'jwe.zip': 'the point of the example: compressed',
  'jwe.cbc': 'for information: CBC',
  'jwe.dir': 'for information: the shared key itself encrypts',
};

const FEW_CLAIMS = ['exp.past', 'aud.missing', 'sub.missing', 'iat.missing', 'jti.missing'];
const TEXT = ['format.payload-not-object'];

/** What is found in each example in its compact form, or what would be; in any order. */
const expected: Readonly<Record<string, readonly string[]>> = {
  '7515-A.1': [...FEW_CLAIMS, 'typ.generic-jwt', 'kid.missing'],
  '7515-A.2': [...FEW_CLAIMS, 'typ.missing', 'kid.missing'],
  '7515-A.3': [...FEW_CLAIMS, 'typ.missing', 'kid.missing'],
  '7515-A.4': [...TEXT, 'kid.missing'],
  '7515-A.5': [...FEW_CLAIMS, 'typ.missing', 'alg.none'],
  '7515-A.6': [...FEW_CLAIMS, 'typ.missing', 'typ.missing'],
  '7515-A.7': [...FEW_CLAIMS, 'typ.missing'],
  '7515-E': [...TEXT, 'alg.none', 'hdr.crit-unknown'],
  '7519-3.1': [...FEW_CLAIMS, 'typ.generic-jwt', 'kid.missing'],
  '7519-6.1': [...FEW_CLAIMS, 'typ.missing', 'alg.none'],
  '7520-4.1': TEXT,
  '7520-4.2': TEXT,
  '7520-4.3': TEXT,
  '7520-4.4': TEXT,
  '7520-4.5': [],
  '7520-4.6': TEXT,
  '7520-4.7': TEXT,
  '7520-4.8': TEXT,
  '7520-6-inner': [...FEW_CLAIMS, 'typ.generic-jwt', 'kid.missing'],
  '7797-4.1': [...TEXT, 'kid.missing'],
  '7797-4.2': [...TEXT, 'kid.missing'],
  '7797-4.2-detached': ['kid.missing'],
  '8037-A.4': [...TEXT, 'kid.missing', 'alg.polymorphic'],
  '7516-A.1': ['jwe.no-inner-signature'],
  '7516-A.2': ['jwe.rsa1_5', 'jwe.no-inner-signature', 'jwe.cbc'],
  '7516-A.3': ['jwe.cbc'],
  '7516-A.4': ['hdr.jku', 'jwe.rsa1_5', 'jwe.no-inner-signature', 'jwe.cbc'],
  '7516-A.5': ['hdr.jku', 'jwe.cbc'],
  '7517-C': ['jwe.cbc'],
  '7519-A.1': ['jwe.rsa1_5', 'jwe.no-inner-signature', 'jwe.cbc'],
  '7519-A.2': ['jwe.rsa1_5', 'jwe.cbc'],
  '7520-5.1': ['jwe.rsa1_5', 'jwe.no-inner-signature', 'jwe.cbc'],
  '7520-5.2': ['jwe.no-inner-signature'],
  '7520-5.3': ['jwe.cbc'],
  '7520-5.4': ['jwe.no-inner-signature'],
  '7520-5.5': ['jwe.no-inner-signature', 'jwe.cbc'],
  '7520-5.6': ['jwe.dir'],
  '7520-5.7': ['jwe.cbc'],
  '7520-5.8': [],
  '7520-5.9': ['jwe.zip'],
  '7520-5.10': [],
  '7520-5.11': [],
  '7520-5.12': [],
  '7520-5.13': ['jwe.rsa1_5', 'jwe.no-inner-signature', 'jwe.cbc'],
  '7520-6': [],
};

/** The rules that say what the example's `unwise` says; none where only a reader sees it, for the reason given. */
const saidBy: Readonly<Record<string, readonly string[]>> = {
  'expired in 2011': ['exp.past'],
  'expired in 2021': ['exp.past'],
  'lives 245 days': ['exp.lifetime'],
  'no aud, sub, iat or jti': ['aud.missing', 'sub.missing', 'iat.missing', 'jti.missing'],
  'typ says only JWT': ['typ.generic-jwt'],
  'no typ': ['typ.missing'],
  'no kid': ['kid.missing'],
  'the payload is not a claims set': ['format.payload-not-object'],
  'not compact': ['format.not-compact'],
  'alg none': ['alg.none'],
  'alg none: anybody can have written it': ['alg.none'],
  'crit names http://example.com/UNDEFINED': ['hdr.crit-unknown'],
  'EdDSA, where RFC 9864 has Ed25519': ['alg.polymorphic'],
  RSA1_5: ['jwe.rsa1_5'],
  'encrypted with a public key and not signed: authenticates nobody': ['jwe.no-inner-signature'],
  'jku outside the protected header': ['hdr.jku'],
  // No harm by itself: a wrong one finds no key, or one that does not fit.
  'kid outside the signature': [],
};

/** Only who has the key sees these in an encrypted token. */
const IN_THE_CONTENT = ['expired in 2011', 'no aud, sub, iat or jti', 'the payload is not a claims set'];

const idsOf = (text: string): readonly string[] =>
  lintToken(rules, readSubject(text, NOW).subject)
    .map(({ id }) => id)
    .sort();

describe.for(['jws', 'jwe'] as const)('%s', (kind) => {
  const rows = tokenRows(kind);

  test.for(rows)('$id $form: what is unwise in it, and nothing else', ({ id, form, text }) => {
    const ofForm = form === 'compact' ? [] : ['format.not-compact'];
    expect(idsOf(text)).toEqual([...(expected[id] ?? ['not in the table']), ...ofForm].sort());
  });

  test.for(rows.filter(({ vector }) => vector.unwise))(
    '$id $form: what its reader calls unwise is found',
    ({ text, vector }) => {
      const found = idsOf(text);
      const isClaims = vector.kind === 'jws' && vector.payload.startsWith('{');
      const visible = (vector.unwise ?? []).filter(
        (said) => !(kind === 'jwe' && IN_THE_CONTENT.includes(said)) && !(said === 'no typ' && !isClaims),
      );
      const missed = visible.filter(
        (said) => !(saidBy[said] ?? ['unknown']).every((id) => found.includes(id)),
      );
      expect(missed).toEqual([]);
    },
  );
});

test('the access token of RFC 9068 is sound, but long over and long-lived', () => {
  const { header, payload, unwise = [] } = vectorById('9068-3', 'claims');
  expect(idsOf(tokenOf(header, payload))).toEqual(
    unwise.flatMap((said) => saidBy[said] ?? []).sort((a, b) => a.localeCompare(b)),
  );
  expect(
    lintToken(rules, readSubject(tokenOf(header, { ...payload, exp: NOW + 600, iat: NOW }), NOW).subject),
  ).toEqual([]);
});

test('every example is in the table, and every finding has its reason', () => {
  const ids = [...vectorsOf('jws'), ...vectorsOf('jwe')].map(({ id }) => id);
  expect(Object.keys(expected).sort()).toEqual(ids.sort());
  const used = new Set([...Object.values(expected).flat(), 'format.not-compact', 'exp.lifetime']);
  expect(Object.keys(reasons).sort()).toEqual([...used].sort());
});
