import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttp } from '../../../src/adapters/http-undici.js';
import { renewSession } from '../../../src/login/oauth/renew-session.js';
import type { BearerCredential, Session } from '../../../src/session/session.js';
import { fileStoreIn } from '../../support/file-store.js';
import { grantedSession } from '../../support/granted-session.js';
import { program } from '../../support/program.js';

const [command, ...before] = program;

// The bundled server gives a new refresh token with each one it takes, and ends the grant when one comes back twice.

const PROCESSES = 50;
const run = promisify(execFile);

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'authctl-renewal-'));
});
afterEach(() => rm(home, { recursive: true }));

const ports = {
  http: createHttp(new AbortController().signal),
  now: () => Math.floor(Date.now() / 1000),
  readFile: () => Promise.reject(new Error('no key is read')),
  keepSecret: () => undefined,
};

test('a session is renewed again and again, and a refresh token that was used before ends it', async () => {
  const { server, session } = await grantedSession(0);
  try {
    const second = await renewSession(session, ports);
    const third = await renewSession(second, ports);
    const tokens = [session, second, third].map(({ credential }) => credential as BearerCredential);
    expect(new Set(tokens.map(({ refreshToken }) => refreshToken)).size).toBe(3);
    expect(third).toMatchObject({ name: 'agus', role: 'reader', flow: 'password' });
    await expect(renewSession(second, ports)).rejects.toMatchObject({
      code: 'NOT_LOGGED_IN',
      message: `session 'agus' at ${server.issuer} has ended: the server no longer takes its refresh token`,
    });
    await expect(renewSession(third, ports)).rejects.toMatchObject({ code: 'NOT_LOGGED_IN' });
  } finally {
    await server.close();
  }
});

test(`of ${PROCESSES} processes that want a token which has expired one asks, and all get it`, async () => {
  const { server, session, asked } = await grantedSession(1);
  try {
    const store = fileStoreIn(join(home, 'config'));
    await store.put(session);
    const env = { AUTHCTL_HOME: home, LANG: 'C.UTF-8' };
    const answers = await Promise.all(
      Array.from({ length: PROCESSES }, () => run(command, [...before, 'token'], { env })),
    );
    const { credential } = (await store.get('agus')) as Session & { credential: BearerCredential };
    expect(new Set(answers.map(({ stdout }) => stdout))).toEqual(new Set([`${credential.accessToken}\n`]));
    expect(credential.refreshToken).not.toBe(session.credential.refreshToken);
    expect(asked).toEqual(['POST']);
    expect(await readdir(join(home, 'config'))).toEqual(['sessions.json']);

    const me = await fetch(`${server.issuer}/me`, {
      headers: { authorization: `Bearer ${credential.accessToken}` },
    });
    expect(me.status).toBe(200);
    await run(command, [...before, 'token', '--force-refresh'], { env });
    expect(asked).toEqual(['POST', 'POST']);
  } finally {
    await server.close();
  }
}, 60_000);
