import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, PHC, passwordMatches } from '../../../src/server/password.js';

const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');

/** RFC 7914 section 12, third test vector. */
const RFC_7914 = `$scrypt$ln=14,r=8,p=1$${unpadded(Buffer.from('SodiumChloride'))}$${unpadded(
  Buffer.from(
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
      'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    'hex',
  ),
)}`;

test.for([
  ['pleaseletmein', true],
  ['pleaseletmeIn', false],
  ['', false],
] as const)('the password of RFC 7914 section 12 against "%s": %s', async ([password, matches]) => {
  expect(await passwordMatches(password, RFC_7914)).toBe(matches);
});

test('a password matches however its accents were typed', async () => {
  const salt = Buffer.alloc(16, 7);
  const hash = scryptSync('caf\u00e9', salt, 32, { N: 16 });
  const stored = `$scrypt$ln=4,r=8,p=1$${unpadded(salt)}$${unpadded(hash)}`;
  expect(await passwordMatches('cafe\u0301', stored)).toBe(true);
});

test.for(['', 'agus-demo', '$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA', '$scrypt$ln=14,r=8,p=1$short$hash'])(
  '"%s" is no hash',
  async (hash) => {
    await expect(passwordMatches('x', hash)).rejects.toThrow('not a scrypt hash');
  },
);

test('what is hashed is the vector of RFC 7914, as far as it goes', async () => {
  const [, , , , salt, hash] = PHC.exec(RFC_7914) ?? [];
  const hashed = await hashPassword('pleaseletmein', Buffer.from('SodiumChloride'));
  const first = Buffer.from(hash ?? '', 'base64').subarray(0, 32);
  expect(hashed).toBe(`$scrypt$ln=14,r=8,p=1$${salt}$${unpadded(first)}`);
});

test('a hash has a salt of its own, and matches its password', async () => {
  const [one, other] = await Promise.all([hashPassword('secret'), hashPassword('secret')]);
  expect(one).toMatch(PHC);
  expect([one === other, await passwordMatches('secret', one), await passwordMatches('Secret', one)]).toEqual(
    [false, true, false],
  );
});
