import { createHmac } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { forge } from '../../../../src/token/forge/forge.js';
import type { OriginalJws } from '../../../../src/token/forge/original.js';
import { mutationById, mutations } from '../../../../src/token/forge/registry.js';
import { wellKnownSecrets } from '../../../../src/token/well-known-secrets.js';
import { encryptedOriginal, issuers } from '../../../support/forge-materials.js';
import { describeForged } from '../../../support/forged-text.js';

/** Too much for a table, and tested below. */
const APART = ['hmac.common', 'zip.bomb'];

const tabled = mutations.filter(({ id }) => !APART.includes(id));

describe.each(issuers)('from a token signed with $name', (issuer) => {
  const original = issuer.original as OriginalJws;

  test('every mutation is, part by part, what the table says', async () => {
    const { forged, skipped } = forge(original, tabled, issuer.materials);
    const rows = [
      ...forged.map(({ id, expected, token }) =>
        [`${id} (${expected})`, ...describeForged(token, original, issuer)].join('\n  '),
      ),
      ...skipped.map(({ id, missing }) => `${id}: ${missing}`),
    ];
    await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot(`golden/${issuer.name}.txt`);
  });

  test('hmac.common signs with each well-known secret', () => {
    const { forged } = forge(original, [named('hmac.common')], issuer.materials);
    const secrets = forged.map(({ id }) => decodeURIComponent(id.slice('hmac.common:'.length)));
    expect(secrets).toEqual(wellKnownSecrets);
    for (const [at, { token }] of forged.entries()) {
      const [header = '', payload = '', signature] = token.split('.');
      expect(payload).toBe(original.payloadPart);
      expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
        ...original.header,
        alg: 'HS256',
      });
      const expected = createHmac('sha256', wellKnownSecrets[at] ?? '').update(`${header}.${payload}`);
      expect(signature).toBe(expected.digest('base64url'));
    }
  });

  test('zip.bomb unpacks to the claims and 32 MiB of spaces', () => {
    const [{ token = '' } = {}] = forge(original, [named('zip.bomb')], issuer.materials).forged;
    expect(token.length).toBeLessThan(64 * 1024);
    const unpacked = inflateRawSync(Buffer.from(token.split('.')[1] ?? '', 'base64url'));
    expect(unpacked.length).toBe(Buffer.from(original.payloadPart, 'base64url').length + 32 * 1024 * 1024);
    expect(JSON.parse(unpacked.toString())).toEqual(original.claims);
  });
});

test.each(['A.1', 'A.3'] as const)('from the encrypted token of RFC 7516, appendix %s', async (appendix) => {
  const original = encryptedOriginal(appendix);
  const [issuer] = issuers;
  const encrypted = mutations.filter(({ of }) => of === 'jwe');
  const { forged } = forge(original, encrypted, issuer?.materials ?? { now: 0, marker: '' });
  const rows = forged.map(({ id, token }) => {
    const [header = '', ...parts] = token.split('.');
    const before = original.text.split('.').slice(1);
    const shown = parts.map((part, at) => (part === before[at] ? '=' : part === '' ? 'empty' : part));
    return [id, Buffer.from(header, 'base64url').toString(), ...shown].join('\n  ');
  });
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot(`golden/jwe-${appendix}.txt`);
});

const named = (id: string) => mutationById(id) ?? expect.unreachable(id);
