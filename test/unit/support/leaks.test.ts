import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SessionPlace } from '../../support/session-runner.js';
import { tokenSession } from '../session/sessions.js';

/** What makes the search of recorded sessions for secrets one that can fail. */
let place: SessionPlace;
beforeAll(async () => {
  place = await SessionPlace.open({ setup: ['env AUTHCTL_PASSWORD=from-environment'], steps: [] });
  const folder = join(place.folder, '..', 'home', '.config', 'authctl');
  const credential = {
    kind: 'bearer' as const,
    accessToken: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
    refreshToken: 'stored-refresh-token',
  };
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'sessions.json'),
    JSON.stringify({ sessions: [tokenSession({ credential })] }),
  );
});
afterAll(() => place.close());

test.for([
  { shown: 'the signature c2lnbmF0dXJl', leaks: ['c2lnbmF0dXJl'] },
  { shown: 'header and payload eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.***', leaks: [] },
  { shown: 'stored-refresh-token', leaks: ['stored-refresh-token'] },
  { shown: 'from-environment', leaks: ['from-environment'] },
  { shown: 'piped-password', leaks: ['piped-password'] },
  { shown: 'before-the-command', leaks: ['before-the-command'] },
  { shown: 'logged in as agus', leaks: [] },
])('$shown', async ({ shown, leaks }) => {
  const command = 'echo piped-password | AUTHCTL_CLIENT_SECRET=before-the-command authctl login';
  expect(await place.leaks(command, [shown])).toEqual(leaks);
});
