import { randomBytes } from 'node:crypto';
import { link, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuthctlError } from '../errors.js';
import { sleep } from './sleep.js';

/** A holder works for some milliseconds; one that has not let go after this long is dead. */
const STALE_MS = 10_000;
const PATIENCE_MS = 15_000;

/**
 * Runs something while no other process that asks for the same lock does.
 *
 * The lock is a file that is linked into place, which succeeds for one process only, on network disks too. A lock left
 * by a process that died is taken over after ten seconds by the file system's own clock.
 *
 * @throws {AuthctlError} `STORE_UNUSABLE` when the lock cannot be had within fifteen seconds, or not be written at all.
 */
export async function holdingLock<Result>(path: string, run: () => Promise<Result>): Promise<Result> {
  const ticket = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await take(path, ticket);
  } finally {
    await rm(ticket, { force: true });
  }
  try {
    return await run();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string, ticket: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await linked(path, ticket))) {
    if (performance.now() > until) {
      throw new AuthctlError('STORE_UNUSABLE', `${path} is held by another authctl`, {
        hint: 'try again when it has ended',
      });
    }
    await breakStale(path, ticket);
    await sleep(5 + Math.random() * 20);
  }
}

async function linked(path: string, ticket: string): Promise<boolean> {
  try {
    // Written anew each time: its age tells the time of the file system.
    await writeFile(ticket, '', { mode: 0o600 });
    await link(ticket, path);
    return true;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new AuthctlError('STORE_UNUSABLE', `${dirname(path)} cannot be written: ${message}`, {
      cause,
      hint: 'make it writable, or set AUTHCTL_HOME to a folder of your own; nothing was changed',
    });
  }
}

/** Moves a dead process's lock away. Of several that try, one succeeds; a lock that is alive again is put back. */
async function breakStale(path: string, ticket: string): Promise<void> {
  const [held, mine] = await Promise.all([stat(path).catch(() => undefined), stat(ticket)]);
  if (!held || mine.mtimeMs - held.mtimeMs < STALE_MS) return;
  const moved = `${ticket}.stale`;
  try {
    await rename(path, moved);
    if ((await stat(moved)).ino !== held.ino) await link(moved, path);
  } catch {
    // Somebody else was faster: the next attempt sees what they left.
  } finally {
    await rm(moved, { force: true });
  }
}
