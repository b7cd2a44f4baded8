import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { type ThumbprintHash, thumbprintOf, thumbprintUri } from '../../../../src/token/keys/thumbprint.js';
import { vectorKey, vectorsOf } from '../../../support/vectors.js';

const published = vectorsOf('thumbprint');
const keyOf = (id: string) => createPublicKey({ key: vectorKey(id), format: 'jwk' });

test('there are published thumbprints', () => {
  expect(published.length).toBeGreaterThan(1);
});

test.for(published)('$id: $title', async ({ key, thumbprint, uri }) => {
  expect(await thumbprintOf(keyOf(key))).toBe(thumbprint);
  if (uri !== undefined) expect(thumbprintUri(thumbprint)).toBe(uri);
});

test.for<[ThumbprintHash, number, string]>([
  ['sha256', 32, 'sha-256'],
  ['sha384', 48, 'sha-384'],
  ['sha512', 64, 'sha-512'],
])('%s', async ([hash, bytes, name]) => {
  const thumbprint = await thumbprintOf(keyOf('7638-3.1'), hash);
  expect(Buffer.from(thumbprint, 'base64url')).toHaveLength(bytes);
  expect(thumbprintUri(thumbprint, hash)).toBe(`urn:ietf:params:oauth:jwk-thumbprint:${name}:${thumbprint}`);
});
