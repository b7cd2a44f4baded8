import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileStoreIn } from '../../support/file-store.js';
import { type Granted, grantedSession } from '../../support/granted-session.js';
import { ProcessGroup } from '../../support/process-group.js';
import { tokenSession } from '../../unit/session/sessions.js';

/** A small disk of its own, where this machine lets us have one: on Linux, for root. */
const mounted = (folder: string): boolean =>
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'authctl-test', folder]).status === 0;

let home: string;
let granted: Granted;
let ownDisk = false;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'authctl-disk-'));
  granted = await grantedSession(1);
});
afterEach(async () => {
  await granted.server.close();
  if (ownDisk) spawnSync('umount', [home]);
  ownDisk = false;
  rmSync(home, { recursive: true });
});

const config = () => join(home, 'config');
const stored = () => readFileSync(join(config(), 'sessions.json'), 'utf8');

/** Runs the built program, in a shell that was prepared. */
async function authctl(words: string, { shell = '', env = {} as Readonly<Record<string, string>> } = {}) {
  const group = new ProcessGroup(
    `${shell}exec "${process.execPath}" "${resolve('bin/authctl.js')}" ${words}`,
    {
      cwd: home,
      env: { AUTHCTL_HOME: home, LANG: 'C.UTF-8', NODE_DISABLE_COMPILE_CACHE: '1', ...env },
    },
  );
  const status = await group.ended;
  return { status, stdout: group.stdout, stderr: group.stderr };
}

/** The session is renewed with one request, and its server still honours it: no refresh token went astray. */
async function expectAlive(requests: number): Promise<void> {
  const { status, stdout } = await authctl('token --force-refresh');
  expect({ status, asked: granted.asked.length }).toEqual({ status: 0, asked: requests });
  const me = await fetch(`${granted.server.issuer}/me`, {
    headers: { authorization: `Bearer ${stdout.trim()}` },
  });
  expect(me.status).toBe(200);
}

const HINT = ' hint: put that right, or set AUTHCTL_HOME to a folder of your own; nothing was changed\n';

/** An expired session that cannot be stored anew: the server is not asked, nothing changes, and later all is well. */
async function expectKept(attempt: () => ReturnType<typeof authctl>, why: string): Promise<void> {
  const before = stored();
  const { status, stdout, stderr } = await attempt();
  expect({ status, stdout, asked: granted.asked }).toEqual({ status: 2, stdout: '', asked: [] });
  expect(stderr).toMatch(new RegExp(`^error: ${config()}\\S* cannot be written: ${why}\n${HINT}$`));
  expect(stored()).toBe(before);
  expect(readdirSync(config())).toEqual(['sessions.json']);
}

describe('a token that has expired, and a disk that is full', () => {
  test.skipIf(process.platform === 'win32').for([
    { title: 'no file may grow', limit: 0 },
    { title: 'a small file may be written, the store may not', limit: 1 },
  ])('$title: its refresh token is not used up', async ({ limit }) => {
    await fileStoreIn(config()).put(granted.session);
    const why = 'it may not grow that large here \\(ulimit -f\\)';
    await expectKept(() => authctl('token', { shell: `ulimit -f ${limit}; ` }), why);
    await expectAlive(1);
  });

  test.for([
    { title: 'not a byte is free', free: 0 },
    { title: 'there is room for a lock, and for no store', free: 2 },
  ])('$title: its refresh token is not used up, and what is there is used', async ({ free }, { skip }) => {
    ownDisk = mounted(home);
    if (!ownDisk) skip('no disk can be mounted here');
    const store = fileStoreIn(config());
    await store.put({
      ...granted.session,
      name: 'lasting',
      credential: { kind: 'bearer', accessToken: 'lasts' },
    });
    await store.put(granted.session);
    const { bavail, bsize } = statfsSync(home);
    writeFileSync(join(home, 'filler'), Buffer.alloc((bavail - free) * bsize));
    await expectKept(() => authctl('token'), 'the disk is full');
    expect(await authctl('token --as lasting')).toEqual({ status: 0, stdout: 'lasts\n', stderr: '' });
    expect(
      await authctl(`login ${granted.server.issuer} --username agus`, {
        env: { AUTHCTL_PASSWORD: 'agus-demo' },
      }),
    ).toMatchObject({ status: 2, stdout: '' });
    rmSync(join(home, 'filler'));
    await expectAlive(1);
  });
});

describe('a folder that is read-only', () => {
  /** Root writes where nobody may: for root the whole disk is made read-only. */
  const isRoot = process.getuid?.() === 0;

  test.skipIf(process.platform === 'win32')('lends its tokens, and loses no session', async ({ skip }) => {
    ownDisk = isRoot && mounted(home);
    if (isRoot && !ownDisk) skip('no disk can be mounted here');
    const store = fileStoreIn(config());
    await store.put({
      ...granted.session,
      name: 'lasting',
      credential: { kind: 'bearer', accessToken: 'lasts' },
    });
    await store.put(granted.session);
    const remount = (how: string) => spawnSync('mount', ['-o', `remount,${how}`, home]);
    if (isRoot) remount('ro');
    else chmodSync(config(), 0o500);
    try {
      await expectKept(() => authctl('token'), isRoot ? 'the disk is read-only' : 'this user may not');
      expect(await authctl('token --as lasting')).toEqual({ status: 0, stdout: 'lasts\n', stderr: '' });
    } finally {
      if (isRoot) remount('rw');
      else chmodSync(config(), 0o700);
    }
    await expectAlive(1);
  });
});

test('a file that others can read, and that nobody can close to them, is told of and used', async ({
  skip,
}) => {
  ownDisk = mounted(home);
  if (!ownDisk) skip('no disk can be mounted here');
  await fileStoreIn(config()).put(tokenSession());
  chmodSync(join(config(), 'sessions.json'), 0o644);
  spawnSync('mount', ['-o', 'remount,ro', home]);
  expect(await authctl('token')).toEqual({
    status: 0,
    stdout: 'opaque-token\n',
    stderr: `warning: ${config()}/sessions.json is open to other users (mode 644), and stays so: the disk is read-only\n`,
  });
});

describe('what another process left', () => {
  test('locks of a process that died, dated an hour ahead, stop nobody', async () => {
    await fileStoreIn(config()).put(granted.session);
    const dead = spawnSync(process.execPath, ['--version']).pid;
    const ahead = Date.now() / 1e3 + 3_600;
    for (const name of ['sessions.json.lock', 'agus.session.lock']) {
      writeFileSync(join(config(), name), `${hostname()} ${dead} ab12\n`, { mode: 0o600 });
      utimesSync(join(config(), name), ahead, ahead);
    }
    await expectAlive(1);
    expect(readdirSync(config())).toEqual(['sessions.json']);
  });
});

test('a clock that was set back an hour renews nothing, and loses nothing', async () => {
  mkdirSync(config(), { recursive: true, mode: 0o700 });
  const now = Math.floor(Date.now() / 1e3);
  const { session } = granted;
  const future = { ...session, createdAt: now, credential: { ...session.credential, expiresAt: now + 600 } };
  await fileStoreIn(config()).put(future);
  const before = stored();
  writeFileSync(join(home, 'clock'), new Date((now - 3_600) * 1e3).toISOString());
  const env = {
    NODE_OPTIONS: `--require ${resolve('test/support/fixed-clock.cjs')}`,
    TEST_CLOCK: join(home, 'clock'),
  };
  expect(await authctl('token', { env })).toEqual({
    status: 0,
    stdout: `${session.credential.accessToken}\n`,
    stderr: '',
  });
  expect({ stored: stored(), asked: granted.asked }).toEqual({ stored: before, asked: [] });
  await expectAlive(1);
});
