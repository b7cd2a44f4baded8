import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AuthctlError } from '../../../src/errors.js';
import { decode } from '../../../src/token/decode.js';
import { decrypt } from '../../../src/token/decrypt.js';
import { secretAsKeys } from '../../../src/token/keys/decryption-keys.js';
import { readSecret } from '../../../src/token/keys/secret.js';
import { verify } from '../../../src/token/verify.js';
import { base64url, TEST_SECRET } from '../../support/tokens.js';

// Whatever is fed to decode, verify and decrypt, they throw nothing but an AuthctlError.

const NOW = 1_767_225_600;
const secret = readSecret(TEST_SECRET, 's');

async function survives(text: string): Promise<void> {
  await tame(() => decode(text, NOW));
  await tame(() => decrypt(text, NOW, secretAsKeys(secret.key, 's')));
  const { valid } = await verify(text, NOW, { keys: async () => ({ keys: [secret], origin: 's' }) });
  expect(valid).toBe(false);
}

async function tame(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (error) {
    expect(error).toBeInstanceOf(AuthctlError);
  }
}

const encoded = (value: fc.Arbitrary<unknown>) => value.map((it) => base64url(JSON.stringify(it) ?? ''));

const header = fc.dictionary(
  fc.constantFrom(
    ...[
      'alg',
      'enc',
      'zip',
      'crit',
      'b64',
      'kid',
      'typ',
      'cty',
      'epk',
      'apu',
      'iv',
      'tag',
      'p2s',
      'p2c',
      'x5c',
    ],
    ...['__proto__', 'constructor'],
  ),
  fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      'dir',
      'A256KW',
      'A128GCMKW',
      'ECDH-ES',
      'RSA-OAEP',
      'PBES2-HS256+A128KW',
      'HS256',
      'none',
    ),
    fc.constantFrom('A256GCM', 'A128CBC-HS256', 'DEF', 'JWT', 'toString'),
    // Few rounds: what many cost is another test's.
    fc.constantFrom(['b64'], ['exp'], 1_000, -1, 2 ** 31),
  ),
);

/** A part: base64url of JSON or of anything, or what is neither. */
const part = fc.oneof(
  encoded(header),
  encoded(fc.jsonValue()),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => base64url(bytes)),
  fc.string({ maxLength: 12 }),
);

const member = fc.oneof({ weight: 4, arbitrary: part }, header, fc.jsonValue());

const jsonForm = fc.record(
  {
    payload: member,
    protected: fc.oneof(encoded(header), member),
    unprotected: member,
    header: member,
    signature: member,
    signatures: fc.oneof(
      fc.array(fc.record({ protected: member, header: member, signature: member }, { requiredKeys: [] })),
      member,
    ),
    ciphertext: member,
    iv: member,
    tag: member,
    aad: member,
    encrypted_key: member,
    recipients: fc.oneof(
      fc.array(fc.record({ header: member, encrypted_key: member }, { requiredKeys: [] })),
      member,
    ),
  },
  { requiredKeys: [] },
);

const compactForm = (parts: number) =>
  fc
    .tuple(encoded(header), fc.array(part, { minLength: parts - 1, maxLength: parts - 1 }))
    .map(([first, others]) => [first, ...others].join('.'));

test.for([
  { form: 'any text', texts: fc.string({ unit: 'binary' }) },
  { form: 'JWS, compact', texts: compactForm(3) },
  { form: 'JWE, compact', texts: compactForm(5) },
  { form: 'JWS and JWE in JSON', texts: jsonForm.map((value) => JSON.stringify(value)) },
  {
    form: 'a token with disclosures',
    texts: fc.tuple(compactForm(3), fc.array(part)).map(([token, more]) => `${token}~${more.join('~')}~`),
  },
  { form: 'any JSON', texts: fc.json() },
])('$form', async ({ texts }) => {
  await fc.assert(fc.asyncProperty(texts, survives), { numRuns: 500 });
});
