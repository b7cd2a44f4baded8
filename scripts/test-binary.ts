/**
 * Runs what is recorded of the program, and what it does with programs of others, against the binary for this machine.
 *
 * Usage: `npm run test:binary [-- FILTER]`
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { targetHere } from './binaries/targets.js';

const USERS_OF_THE_PROGRAM = [
  'test/acceptance/sessions.test.ts',
  'test/acceptance/readme.test.ts',
  'test/package/binary.test.ts',
  'test/integration/session/renewal.test.ts',
  'test/interop/browser-login.test.ts',
  'test/interop/keyring.test.ts',
  'test/interop/lemonldap.test.ts',
];

const target = targetHere();
if (!target) throw new Error(`no binary is built for ${process.platform} on ${process.arch}`);
const [filter] = process.argv.slice(2);
const { status } = spawnSync('npx', ['vitest', 'run', ...(filter ? [filter] : USERS_OF_THE_PROGRAM)], {
  stdio: 'inherit',
  env: { ...process.env, AUTHCTL_BINARY: join('dist-binaries', target.file), INTEROP: '1' },
});
process.exitCode = status ?? 1;
