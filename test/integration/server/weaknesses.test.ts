import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { weaknessesGuide } from '../../../scripts/weaknesses.js';
import { demoSettings } from '../../../src/server/demo-settings.js';
import { generateSigningKeys, type SigningKeys } from '../../../src/server/signing-keys.js';
import { describeWeaknesses } from '../../../src/server/weaknesses/describe.js';
import { weaknesses } from '../../../src/server/weaknesses/registry.js';
import { lintToken } from '../../../src/token/lint/lint.js';
import { rules } from '../../../src/token/lint/registry.js';
import { readSubject } from '../../../src/token/lint/subject.js';
import { startBundledServer } from '../../support/bundled-server.js';
import { attacks, forged, isTaken, type Target, tokenOf } from '../../support/weakness-attacks.js';

let keys: SigningKeys;
beforeAll(async () => {
  keys = await generateSigningKeys();
});

/** The demo with passwords that are not hashed, so that a login takes no time. */
const users = demoSettings.users.map(({ passwordHash: _, ...account }) => account);

/** The authorization server goes by the clock of its process, so the API does here, too. */
const now = () => Math.floor(Date.now() / 1000);

async function withServer<R>(weak: readonly string[], use: (target: Target) => Promise<R>): Promise<R> {
  const settings = { ...demoSettings, users, weaknesses: weak };
  const target = await startBundledServer({ keys, now, settings });
  try {
    return await use({ ...target, keys });
  } finally {
    await target.server.close();
  }
}

/** Finds the demo as it was at the start. */
const attack = (id: string, target: Target) => {
  target.server.configure({ ...demoSettings, users, weaknesses: target.server.weaknesses });
  return attacks[id]?.(target);
};

test('each weakness has an attack', () => {
  expect(Object.keys(attacks).sort()).toEqual(weaknesses.map(({ id }) => id).sort());
});

describe('an attack works while its weakness is on, and no longer', () => {
  test.for(weaknesses.map(({ id }) => ({ id })))('$id', async ({ id }) => {
    await withServer([id], async (target) => {
      expect(await attack(id, target)).toBe(true);
      target.server.weaken([]);
      expect(await attack(id, target)).toBe(false);
    });
  });
});

const works = async (target: Target) => {
  const succeeded: string[] = [];
  for (const { id } of weaknesses) if (await attack(id, target)) succeeded.push(id);
  return succeeded;
};

test('with none on, no attack works', async () => {
  expect(await withServer([], works)).toEqual([]);
});

test('with all on, every attack works', async () => {
  expect(await withServer(['all'], works)).toEqual(weaknesses.map(({ id }) => id));
});

test('weaknesses are refused where other machines reach the server', async () => {
  const start = (host: string) =>
    startBundledServer({ keys, host, settings: { ...demoSettings, weaknesses: ['bfla'] } });
  await expect(start('0.0.0.0')).rejects.toMatchObject({ code: 'USAGE' });
  const { server } = await startBundledServer({ keys, host: '0.0.0.0', settings: demoSettings });
  expect(() => server.weaken(['bfla'])).toThrow('a server with weaknesses listens on loopback only');
  await server.close();
});

test('where an API has no place for a weakness, its answer key names none', () => {
  const { weaknesses: told } = describeWeaknesses(['all'], { ...demoSettings, routes: [] });
  const somewhere = told.filter(({ routes }) => routes.length > 0).map(({ id }) => id);
  expect(weaknesses.map(({ id }) => id).filter((id) => !somewhere.includes(id))).toEqual([
    'bfla',
    'cookie-role',
    'bola',
    'unguarded',
    'method-override',
    'soft-denial',
    'excess-fields',
    'head',
    'trailing-slash',
    'mass-assignment',
  ]);
});

test('settings that are taken over bring their own weaknesses', async () => {
  await withServer(['bola'], async ({ server }) => {
    server.configure({ ...demoSettings, users, weaknesses: ['head', 'csrf'] });
    expect(server.weaknesses).toEqual(['csrf', 'head']);
    expect(() => server.configure({ ...demoSettings, users: [], weaknesses: ['haed'] })).toThrow('haed');
    expect(server.accounts).toHaveLength(users.length);
  });
});

test('what no weakness is called is refused, and what is on stays on', async () => {
  await withServer(['bola'], async ({ server }) => {
    expect(() => server.weaken(['bfla', 'blfa'])).toThrow("there is no weakness 'blfa'");
    expect(server.weaknesses).toEqual(['bola']);
  });
});

test('the answer key names what is on, and where', async () => {
  const key = await withServer(['bola', 'bfla'], ({ send }) => send('GET', '/_authctl/weaknesses'));
  expect(key.body).toMatchObject({
    schema: 'authctl/weaknesses@1',
    weaknesses: [
      { id: 'bfla', cwe: 285, owasp: 'API5:2023', routes: ['GET /users'] },
      {
        id: 'bola',
        cwe: 639,
        owasp: 'API1:2023',
        routes: ['DELETE /articles/{id}', 'GET /users/{id}', 'PATCH /users/{id}'],
      },
    ],
  });
});

describe('what authctl makes of a token to find a weakness is taken while it is on, and no longer', () => {
  const findable = weaknesses.flatMap(({ id, find }) => {
    const [, mutation = '', variant = ''] =
      /authctl forge ([\w.-]+):?([\w.-]*) .*--as agus\)/.exec(find) ?? [];
    return mutation === '' ? [] : [{ id, mutation, variant }];
  });

  test.for(findable)('$id: $mutation $variant', async ({ id, mutation, variant }) => {
    await withServer([id], async (target) => {
      const tokens = await forged(target, mutation, variant);
      expect(tokens).toHaveLength(1);
      expect(await isTaken(target, tokens)).toBe(true);
      target.server.weaken([]);
      expect(await isTaken(target, tokens)).toBe(false);
    });
  });

  test('that is most of the weaknesses of tokens', () => {
    expect(findable.map(({ id }) => id)).toEqual([
      'alg-none',
      'hs256-public-key',
      'signature-unchecked',
      'audience-unchecked',
      'issuer-unchecked',
      'expiry-unchecked',
      'id-token-accepted',
      'embedded-jwk',
      'kid-traversal',
    ]);
  });
});

test('lint names the weak secret', async () => {
  const token = await withServer(['weak-secret'], (target) => tokenOf(target, 'agus'));
  const { subject } = readSubject(token, now());
  expect(lintToken(rules, subject).map(({ id }) => id)).toContain('key.hmac-wordlist');
});

test('docs/weaknesses.md tells of these weaknesses', () => {
  const guide = readFileSync(new URL('../../../docs/weaknesses.md', import.meta.url), 'utf8');
  expect(guide, 'write it with `npm run weaknesses`').toBe(weaknessesGuide());
});
