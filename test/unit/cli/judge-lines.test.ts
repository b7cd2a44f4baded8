import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bench, LineJudge } from '../../../src/cli/judge-lines.js';
import { Secrets } from '../../../src/cli/secrets.js';
import { verifiedLine } from '../../../src/report/verified-line.js';
import type { Criteria } from '../../../src/token/criteria.js';
import type { FoundKeys } from '../../../src/token/keys/discover.js';
import { readSecret } from '../../../src/token/keys/secret.js';
import { pinned } from '../../../src/token/keys/verification-key.js';
import { verify } from '../../../src/token/verify.js';
import { compact, ecPair, ecToken, hmacToken, TEST_SECRET } from '../../support/tokens.js';

const NOW = 1_767_225_600;
const pair = ecPair();
const keys = [
  readSecret(TEST_SECRET, 'secret.txt'),
  pinned(pair.publicKey, { kid: 'k1' }),
  readSecret('short', 'secret.txt'),
].filter((key) => key !== undefined);
const found: FoundKeys = { keys, origin: 'keys.json' };

function secretsOf(...values: readonly string[]): Secrets {
  const secrets = new Secrets();
  secrets.add(...values);
  return secrets;
}

/** What `verify` says of each token by itself, written as a line. */
async function oneByOne(lines: readonly string[], { criteria, at, found }: Bench, secrets: Secrets) {
  const documents = lines.map(async (line, index) =>
    line.trim() === ''
      ? ''
      : `${secrets.redact(verifiedLine(await verify(line, at, { ...criteria, keys: async () => found }), index + 1))}\n`,
  );
  return (await Promise.all(documents)).join('');
}

const name = fc.oneof(
  fc.constantFrom('exp', 'nbf', 'iat', 'iss', 'aud', 'sub', 'role', 'scope', 'client_id', 'jti', '__proto__'),
  fc.string({ maxLength: 8 }),
);
const value = fc.oneof(
  fc.constantFrom(NOW - 1, NOW, NOW + 1, 'https://issuer.example', 'api', '2', 'reader', TEST_SECRET),
  fc.integer(),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.array(fc.constantFrom('api', 'web'), { maxLength: 2 }),
  fc.jsonValue({ maxDepth: 1 }),
);
const claims = fc.dictionary(name, value, { maxKeys: 6 });
const header = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom({}, { kid: 'k1' }, { typ: 'at+jwt' }, { typ: 'JWT', kid: 'k2' }) },
  fc.constantFrom<object>(
    { crit: ['x'], x: 1 },
    { crit: ['b64'], b64: true },
    { alg: 'none' },
    { alg: 'hs256' },
  ),
  fc.dictionary(fc.constantFrom('alg', 'kid', 'typ', 'crit', 'jwk'), fc.jsonValue({ maxDepth: 1 })),
);
const signed = fc.tuple(claims, header, fc.nat(4)).map(([said, more, how]) => {
  if (how === 0) return ecToken(pair.privateKey, said, { ...more });
  if (how === 1) return hmacToken(said, { ...more }, 'short');
  if (how === 2) return compact({ alg: 'ES256', ...more }, said);
  return hmacToken(said, { ...more });
});
const damaged = fc
  .tuple(signed, fc.nat(), fc.constantFrom(...'Aa09-_.=+/~ {"é\r'))
  .map(([token, at, by]) => token.slice(0, at % token.length) + by + token.slice((at % token.length) + 1));
const line = fc.oneof(
  { weight: 6, arbitrary: signed },
  { weight: 2, arbitrary: damaged },
  fc.string({ maxLength: 5 }).map((text) => text.replaceAll(/[\r\n]/g, '')),
  signed.map((token) => `Bearer ${token}`),
);
const criteria: fc.Arbitrary<Criteria> = fc.constantFrom(
  {},
  {},
  { allowWeakKeys: true },
  { algorithms: ['ES256'] },
  { issuer: 'https://issuer.example', audience: ['api'], leeway: 2 },
  { required: ['sub'], role: 'reader', type: 'at+jwt', maxAge: 1 },
  { profile: { kind: 'access-token' }, subject: '2' },
  { profile: { kind: 'dpop', method: 'GET', url: 'https://api.example' } },
);

test('lines say what one token at a time says, to the character', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 4 }), criteria, async (lines, wanted) => {
      const bench = { criteria: wanted, at: NOW, found };
      const secrets = secretsOf(TEST_SECRET);
      const block = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const { text } = new LineJudge(bench, secrets).judge({ block, first: 1 });
      expect(text).toBe(await oneByOne(lines, bench, secrets));
    }),
    { numRuns: 400 },
  );
});

describe('a judge that judged others before', () => {
  const good = { iss: 'https://issuer.example', sub: '2', exp: NOW + 600 };
  const bench: Bench = { criteria: {}, at: NOW, found };
  const tokens = {
    valid: hmacToken(good),
    'valid, with an id': ecToken(pair.privateKey, good, { kid: 'k1' }),
    expired: hmacToken({ ...good, exp: NOW }),
    'signed by a stranger': hmacToken(good, {}, 'x'.repeat(32)),
    'signed with a weak key': hmacToken(good, {}, 'short'),
  };

  test('counts them', () => {
    const judge = new LineJudge(bench, secretsOf());
    const block = Buffer.from(`${Object.values(tokens).join('\n')}\n\nhello`);
    const { valid, refused, lacksKey } = judge.judge({ block, first: 1 });
    expect({ valid, refused, lacksKey }).toEqual({ valid: 2, refused: 4, lacksKey: false });
    expect(judge.judge({ block: null, first: 1 })).toMatchObject({ valid: 0, refused: 1, lacksKey: false });
  });

  test('says that it lacks a key', () => {
    const named = { ...bench, found: { ...found, keys: found.keys.filter(({ kid }) => kid !== undefined) } };
    const block = Buffer.from(ecToken(pair.privateKey, good, { kid: 'k9' }));
    expect(new LineJudge(named, secretsOf()).judge({ block, first: 1 })).toMatchObject({
      valid: 0,
      lacksKey: true,
    });
  });

  test('judges by new keys, and by the old ones again where nothing says otherwise', () => {
    const judge = new LineJudge({ ...bench, found: { keys: [], origin: 'nothing' } }, secretsOf());
    const block = Buffer.from(tokens.valid);
    const answers = [undefined, found, undefined].map(
      (renewed) => judge.judge({ block, first: 1, renewed }).valid,
    );
    expect(answers).toEqual([0, 1, 0]);
  });

  test('masks a secret that stands in a claim', () => {
    const block = Buffer.from(hmacToken({ ...good, password: TEST_SECRET }));
    const { text, valid } = new LineJudge(bench, secretsOf(TEST_SECRET)).judge({ block, first: 1 });
    expect(valid).toBe(1);
    expect(text).toContain('"password":"***"');
  });
});
