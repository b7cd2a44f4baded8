import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startServer } from '../../src/server/start.js';
import { program } from '../support/program.js';
import { isThere } from './is-there.js';
import { SecretService } from './secret-service.js';

const [command, ...before] = program;

/**
 * The built program with GNOME Keyring, an implementation of the Secret Service (freedesktop.org), on a bus of its own.
 * Tested where `dbus-daemon`, `gnome-keyring-daemon` and `secret-tool` are installed and `npm ci` brought the optional
 * library; `npm run test:interop` installs what is missing, and says what it could not.
 */
const hasLibrary = (): boolean => {
  try {
    createRequire(import.meta.url)('@napi-rs/keyring');
    return true;
  } catch {
    return false;
  }
};
const canRun =
  process.platform === 'linux' &&
  isThere('command -v dbus-daemon && command -v gnome-keyring-daemon && command -v secret-tool') &&
  hasLibrary();

let desktop: SecretService;
let server: Awaited<ReturnType<typeof startServer>>;

/** Runs the built program in the session; it never asks anybody. */
async function authctl(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const started = performance.now();
  const child = spawn(command, [...before, ...words], {
    env: { ...desktop.env, AUTHCTL_PASSWORD: 'agus-demo', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [status] = (await once(child, 'close')) as [number];
  return { status, stdout, stderr, tookMs: performance.now() - started };
}

const logIn = (env: Readonly<Record<string, string>> = {}, ...more: readonly string[]) =>
  authctl(['login', server.issuer, '--username', 'agus', ...more], env);

describe.skipIf(!canRun)('GNOME Keyring', () => {
  beforeEach(async () => {
    [desktop, server] = await Promise.all([SecretService.start(), startServer()]);
  });
  afterEach(async () => {
    await Promise.all([desktop?.stop(), server?.close()]);
  });

  test('keeps the key of the sessions, chosen once, and other programs find it', async () => {
    expect(await logIn({}, '--storage', 'keyring')).toMatchObject({ status: 0 });
    const status = JSON.parse((await authctl(['status', '--json'])).stdout) as { store: unknown };
    expect(status.store).toEqual({ kind: 'keyring', location: desktop.sessions });
    const token = await authctl(['token']);
    expect(token).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^eyJ.+\n$/) });

    const stored = readFileSync(desktop.sessions, 'utf8');
    expect(stored).not.toMatch(/eyJ|agus"/);
    const key = desktop.command('secret-tool', [
      'lookup',
      'service',
      'authctl',
      'username',
      desktop.sessions,
    ]);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(stored).not.toContain(key);

    await desktop.logIn();
    expect(await authctl(['token'])).toMatchObject({ status: 0, stdout: token.stdout });
  }, 60_000);

  test('that is locked lets nobody in, and nothing is lost or overwritten', async () => {
    await logIn({}, '--storage', 'keyring');
    const before = readFileSync(desktop.sessions);
    desktop.lock();
    for (const attempt of [() => authctl(['token']), () => logIn()]) {
      expect(await attempt()).toMatchObject({
        status: 2,
        stdout: '',
        stderr: 'error: the keyring is locked\n hint: unlock it, and try again\n',
      });
    }
    expect(readFileSync(desktop.sessions)).toEqual(before);
    await desktop.logIn();
    expect(await authctl(['token'])).toMatchObject({ status: 0 });
  }, 60_000);

  test('that hangs is not waited for longer than its time, and nothing is lost', async () => {
    await logIn({}, '--storage', 'keyring');
    const before = readFileSync(desktop.sessions);
    desktop.hang();
    const { status, stderr, tookMs } = await authctl(['token']);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(
        /^error: the keyring did not answer.*\n hint: unlock it, and try again\n$/,
      ),
    });
    expect(tookMs).toBeLessThan(6_000);
    await desktop.logIn();
    expect(await authctl(['token'])).toMatchObject({ status: 0 });
    expect(readFileSync(desktop.sessions)).toEqual(before);
  }, 60_000);

  test.for<{ title: string; without: Readonly<Record<string, string>>; why: string }>([
    { title: 'locked', without: {}, why: 'the keyring is locked' },
    {
      title: 'absent',
      without: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
      why: 'no keyring can be used here: .+',
    },
  ])(
    'that is $title when it is chosen: a login keeps its session in the file, and says so',
    { timeout: 60_000 },
    async ({ title, without, why }) => {
      if (title === 'locked') desktop.lock();
      const { status, stdout, stderr } = await logIn(without, '--storage', 'keyring');
      expect({ status, stdout }).toMatchObject({
        status: 0,
        stdout: expect.stringContaining("stored as 'agus'"),
      });
      expect(stderr).toMatch(new RegExp(`^warning: ${why}; sessions are kept in ${desktop.sessions}$`, 'm'));
      expect(await authctl(['token'], without)).toMatchObject({ status: 0, stderr: '' });
      expect(await authctl(['use', '--storage', 'keyring'], without)).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(new RegExp(`^error: ${why}\n hint: `)),
      });

      await desktop.logIn();
      expect(await authctl(['use', 'agus', '--storage', 'keyring'])).toMatchObject({ status: 0, stderr: '' });
      expect(readFileSync(desktop.sessions, 'utf8')).not.toMatch(/eyJ/);
      expect(await authctl(['token'])).toMatchObject({ status: 0 });
    },
  );

  test('that has lost the key is told, and what it belonged to stays', async () => {
    await logIn({}, '--storage', 'keyring');
    const before = readFileSync(desktop.sessions);
    desktop.command('secret-tool', ['clear', 'service', 'authctl', 'username', desktop.sessions]);
    for (const attempt of [() => authctl(['status']), () => logIn()]) {
      expect(await attempt()).toMatchObject({
        status: 2,
        stderr: `error: ${desktop.sessions} cannot be opened: the keyring of this user has no key for it
 hint: restore the keyring, or move the file away and log in again; the file was left as it is
`,
      });
    }
    expect(readFileSync(desktop.sessions)).toEqual(before);
  }, 60_000);
});
