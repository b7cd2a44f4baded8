import { expect, test } from 'vitest';
import { besideTokens } from '../../../../src/token/forge/beside-tokens.js';
import { forge } from '../../../../src/token/forge/forge.js';
import { mutations } from '../../../../src/token/forge/registry.js';
import { encryptedOriginal, issuers } from '../../../support/forge-materials.js';

test('ids are unique, and can be told from their variants', () => {
  const ids = [...mutations, ...besideTokens].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => /[:\s]/.test(id))).toEqual([]);
});

test('what a mutation needs is what it says is missing, and nothing else, where there is nothing', () => {
  const ABOUT_THE_TOKEN = ['difference', 'known-algorithm', 'signature', 'ecdsa-signature', 'unused-bits'];
  for (const original of [...issuers.map((issuer) => issuer.original), encryptedOriginal('A.3')]) {
    const { skipped } = forge(original, mutations, { now: 0, marker: 'marker' });
    const undeclared = skipped.filter(
      ({ mutation, missing }) =>
        mutation.of === original.kind &&
        !mutation.needs.includes(missing) &&
        !ABOUT_THE_TOKEN.includes(missing),
    );
    expect(undeclared.map(({ id, missing }) => `${id}: ${missing}`)).toEqual([]);
  }
});

test('with everything there is, each mutation makes a token from one original or another', () => {
  const originals = [
    ...issuers,
    ...issuers.map((issuer) => ({ ...issuer, original: encryptedOriginal('A.3') })),
  ];
  const made = new Set(
    originals.flatMap(({ original, materials }) =>
      forge(original, mutations, materials).forged.map(({ mutation }) => mutation.id),
    ),
  );
  // The good tokens are of this type and without `nbf` already: see the test below.
  expect(mutations.map(({ id }) => id).filter((id) => !made.has(id))).toEqual([
    'typ.at+jwt',
    'time.nbf-removed',
  ]);
});

test('ids of the tokens of one original are unique, and no token is the original', () => {
  for (const { original, materials } of issuers) {
    const { forged, skipped } = forge(original, mutations, materials);
    const ids = [...forged, ...skipped].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(forged.filter(({ token }) => token === original.text)).toEqual([]);
    expect(forged.filter(({ id, token }) => /\s/.test(id) || /\s/.test(token)).map(({ id }) => id)).toEqual(
      [],
    );
  }
});
