import { expect, test } from 'vitest';
import { run } from '../../../../src/cli/run.js';
import { createTestContext, type World } from '../../../support/test-context.js';
import { ecPair, hmacToken, TEST_SECRET } from '../../../support/tokens.js';

const NOW = 1_767_225_600;
const TOKEN = hmacToken({ sub: '2', exp: NOW + 60 });
const { publicKey, privateKey } = ecPair();
const FILES = {
  'secret.txt': TEST_SECRET,
  'public.pem': publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  'private.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  'token.jwt': TOKEN,
};

async function decode(argv: readonly string[], world: World = {}) {
  const ctx = createTestContext({ now: NOW, files: FILES, ...world, argv: ['decode', ...argv] });
  const status = await run(ctx);
  return { status, ...ctx.written };
}

test.for(
  [
    ['--lines', TOKEN],
    ['--lines', '@token.jwt'],
    ['--lines', '--as', 'agus'],
    ['--lines', '--diff', TOKEN],
    ['--diff', '-', '-'],
    ['--diff'],
    ['--key', 'private.pem', '--secret-file', 'secret.txt'],
    ['--key', 'private.pem', '--secret-env', 'SECRET'],
    ['--secret-file', 'secret.txt', '--secret-env', 'SECRET'],
    ['--secret-env', 'UNSET', TOKEN],
    ['--key', 'public.pem', TOKEN],
    ['--key', 'secret.txt', TOKEN],
    ['--key', 'absent.pem', TOKEN],
    ['--secret-file', 'absent.txt', TOKEN],
    ['--which', 'other', TOKEN],
    ['--as', 'agus', TOKEN],
    [TOKEN, TOKEN],
    ['--nonsense'],
  ].map((flags) => ({ flags })),
)('wrong: $flags', async ({ flags }) => {
  const { status, stdout, stderr } = await decode(flags, { env: { SECRET: TEST_SECRET } });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^error: \S.*\n(?: +hint: \S.*\n)?$/),
  });
  expect(stderr).not.toContain(TOKEN);
});

test.for([
  { flags: [TOKEN] },
  { flags: ['@token.jwt'] },
  { flags: ['-'] },
  { flags: [] },
  { flags: ['--lines'] },
  { flags: ['--lines', '-'] },
  { flags: ['--diff', TOKEN, '@token.jwt'] },
  { flags: ['--diff', '-', TOKEN] },
  { flags: ['--key', 'private.pem', TOKEN] },
  { flags: ['--role-claim', '/nowhere', TOKEN] },
])('right: $flags', async ({ flags }) => {
  const { status, stdout } = await decode(flags, { stdin: `${TOKEN}\n` });
  expect({ status, isThere: stdout !== '' }).toEqual({ status: 0, isThere: true });
});
