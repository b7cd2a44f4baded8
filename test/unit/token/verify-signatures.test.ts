import { expect, test } from 'vitest';
import { readKeys } from '../../../src/token/keys/read-keys.js';
import { type VerifyOptions, verify } from '../../../src/token/verify.js';
import { vectorById, vectorKey } from '../../support/vectors.js';

// Who holds a good token can wrap it in JSON and add what is not signed: it may not be believed for more than it says.

const EXPIRY = 1_300_819_380;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The parts of a published token, and its key. */
function published(id: '7515-A.1' | '7515-A.2') {
  const [header = '', payload = '', signature = ''] = (vectorById(id, 'jws').compact ?? '').split('.');
  const keys = readKeys(JSON.stringify(vectorKey(`${id}-key`)), 'a key');
  return { payload, good: { protected: header, signature }, keys: async () => ({ keys, origin: 'a key' }) };
}

const { payload, good, keys } = published('7515-A.1');

async function judged(token: object, options: VerifyOptions, now: number) {
  const { valid, failures } = await verify(JSON.stringify(token), now, options);
  return { valid, codes: failures.map(({ code }) => code) };
}

test.for([
  { form: 'flattened', token: { payload, ...good } },
  { form: 'general', token: { payload, signatures: [good] } },
])('the token wrapped in JSON, $form, is as good as before, and no better', async ({ token }) => {
  expect([await judged(token, { keys }, EXPIRY - 1), await judged(token, { keys }, EXPIRY)]).toEqual([
    { valid: true, codes: [] },
    { valid: false, codes: ['expired'] },
  ]);
});

test.for([
  { where: 'before', at: 0 },
  { where: 'after', at: 1 },
])(
  'a bogus signature with `b64: false` $where it does not change how the claims are read',
  async ({ at }) => {
    const bogus = {
      protected: encode({ alg: 'HS256', b64: false, crit: ['b64'] }),
      signature: good.signature,
    };
    const signatures = [good];
    signatures.splice(at, 0, bogus);
    expect(await judged({ payload, signatures }, { keys }, EXPIRY)).toMatchObject({
      valid: false,
      codes: expect.arrayContaining(['critical-header']),
    });
  },
);

test('a type in the unprotected header is not the type of the token', async () => {
  const untyped = published('7515-A.2');
  const token = { payload: untyped.payload, ...untyped.good, header: { typ: 'at+jwt' } };
  expect(await judged(token, { keys: untyped.keys, type: 'at+jwt' }, EXPIRY - 1)).toEqual({
    valid: false,
    codes: ['type'],
  });
});

test('a type in a bogus signature is not the type of the token', async () => {
  const bogus = { protected: encode({ alg: 'HS256', typ: 'at+jwt' }), signature: good.signature };
  const token = { payload, signatures: [bogus, good] };
  expect(await judged(token, { keys, type: 'at+jwt' }, EXPIRY - 1)).toEqual({
    valid: false,
    codes: ['type'],
  });
  expect(await judged(token, { keys, type: 'JWT' }, EXPIRY - 1)).toEqual({ valid: true, codes: [] });
});
