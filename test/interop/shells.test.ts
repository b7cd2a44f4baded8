import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SessionPlace } from '../support/session-runner.js';

/**
 * Completion in the shells themselves, at a pseudo-terminal: a line is typed with Tab keys in it, and what counts is which
 * words the shell makes of it in the end. PowerShell is not among them: no package of it is to be had here.
 */
const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;

/** A role that would do harm where a shell took it for more than a word. */
const HOSTILE = '$(touch harm)';

const CONFIG = `version: 1
server: https://login.example.com
roles: [reader, admin, "${HOSTILE}"]
routes:
  GET /articles/{id}: { allow: [reader] }
  DELETE /users/{id}: { allow: [admin] }
`;

let place: SessionPlace;

beforeAll(async () => {
  place = await SessionPlace.open({ setup: ['serve'], steps: [] });
  await writeFile(join(place.folder, 'authctl.yaml'), CONFIG);
  await writeFile(join(place.folder, 'token one.jwt'), '');
  const { status } = await place.run({
    command: 'echo agus-demo | authctl login $SERVER -u agus --password-stdin --as agus-there',
    now: undefined,
  });
  expect(status).toBe(0);
});
afterAll(() => place.close());

/** What is typed behind `authctl`, and the words that come of it. */
const LINES = [
  { typed: 'deco\\t', words: ['decode'] },
  { typed: 'login --fl\\tjwt\\t', words: ['login', '--flow', 'jwt-bearer'] },
  { typed: 'login --flow=jwt\\t', words: ['login', '--flow=jwt-bearer'] },
  { typed: 'login https:\\t', words: ['login', 'https://login.example.com'] },
  { typed: 'probe --checks tokens,lo\\t', words: ['probe', '--checks', 'tokens,logins'] },
  { typed: 'logout --as ag\\t', words: ['logout', '--as', 'agus-there'] },
  { typed: 'matrix who-can DEL\\t', words: ['matrix', 'who-can', 'DELETE /users/{id}'] },
  { typed: "matrix who-can 'GET /ar\\t", words: ['matrix', 'who-can', 'GET /articles/{id}'] },
  { typed: 'matrix who-can "GET /ar\\t', words: ['matrix', 'who-can', 'GET /articles/{id}'] },
  { typed: "matrix what-can '$\\t", words: ['matrix', 'what-can', HOSTILE] },
  { typed: 'can-i DELETE /\\t7', words: ['can-i', 'DELETE', '/users/7'] },
  { typed: 'decode @tok\\t', words: ['decode', '@token one.jwt'] },
  { typed: 'verify --key tok\\t', words: ['verify', '--key', 'token one.jwt'] },
  { typed: 'verify --key=tok\\t', words: ['verify', '--key=token one.jwt'] },
  { typed: 'nonsense --\\t', words: ['nonsense', '--'] },
] as const;

describe.skipIf(!has('script')).for(['bash', 'zsh', 'fish'])('%s', (shell) => {
  test.skipIf(!has(shell))(
    'completes what stands in the table',
    async () => {
      const quoted = LINES.map(({ typed }) => `'authctl ${typed.replaceAll("'", "'\\''")}'`);
      const { stdout, stderr } = await place.run({
        command: `typed-in ${shell} ${quoted.join(' ')}`,
        now: undefined,
      });
      expect(stderr).toEqual([]);
      expect(stdout.map((line) => (JSON.parse(line) as string[]).slice(1))).toEqual(
        LINES.map(({ words }) => words),
      );
      expect((await place.run({ command: 'test ! -e harm', now: undefined })).status).toBe(0);
    },
    60_000,
  );
});

test.skipIf(!has('zsh') || !has('script'))(
  'zsh takes the script as a file of $fpath, too',
  async () => {
    const { stdout } = await place.run({
      command: "typed-in zsh-file 'authctl deco\\t' 'authctl logout --as ag\\t'",
      now: undefined,
    });
    expect(stdout).toEqual(['["authctl","decode"]', '["authctl","logout","--as","agus-there"]']);
  },
  60_000,
);
