import { expect, test } from 'vitest';
import { storePassphrase } from '../../../src/cli/passphrase.js';
import { run } from '../../../src/cli/run.js';
import { createTestContext, type World } from '../../support/test-context.js';

const SERVER = 'http://127.0.0.1:4455';
const JSON_LOGIN = ['login', SERVER, '--flow', 'json', '--path', '/login'];

/** Whatever is asked on a terminal, and what says it elsewhere. */
const QUESTIONS = [
  { argv: ['login'], typed: [], asked: ['Server to log in at:'], elsewhere: /`authctl login URL`/ },
  { argv: JSON_LOGIN, typed: [], asked: ['User name:'], elsewhere: /--username NAME/ },
  {
    argv: [...JSON_LOGIN, '--username', 'agus'],
    typed: [],
    asked: ['Password of agus:'],
    elsewhere: /--password-stdin.*--password-file.*AUTHCTL_PASSWORD/,
  },
] as const;

test.for(QUESTIONS)('$asked is asked on a terminal', async ({ argv, asked, typed }) => {
  const ctx = createTestContext({ argv, typed });
  await run(ctx);
  expect(ctx.asked).toEqual(asked);
});

const PLACES: readonly { readonly name: string; readonly more: readonly string[]; readonly world: World }[] =
  [
    { name: 'a pipe', more: [], world: { stdin: '' } },
    { name: 'CI', more: [], world: { env: { CI: 'true' } } },
    { name: '--no-input', more: ['--no-input'], world: {} },
  ];

test.for(QUESTIONS.flatMap((question) => PLACES.map((place) => ({ ...question, ...place }))))(
  'with $name nobody is asked for $asked, and the way to say it is named',
  async ({ argv, more, world, elsewhere }) => {
    const ctx = createTestContext({ ...world, argv: [...argv, ...more] });
    expect(await run(ctx)).toBe(2);
    expect(ctx.asked).toEqual([]);
    expect(ctx.written.stderr).toMatch(elsewhere);
  },
);

test('a passphrase is asked on a terminal only, unless the variable has it', async () => {
  const world = createTestContext({ typed: ['a', 'a'] });
  world.settings.interactive = true;
  expect(await storePassphrase(world, 'choose', 'sessions.json')).toBe('a');
  expect(world.asked).toEqual(['New passphrase for sessions.json:', 'The same once more:']);
  const silent = createTestContext({ env: { AUTHCTL_PASSPHRASE: 'b' } });
  expect([await storePassphrase(silent, 'open', 'sessions.json'), silent.asked]).toEqual(['b', []]);
  await expect(storePassphrase(createTestContext(), 'open', 'sessions.json')).rejects.toMatchObject({
    hint: expect.stringContaining('AUTHCTL_PASSPHRASE'),
  });
});
