import { randomBytes } from 'node:crypto';
import { link, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { kill, pid } from 'node:process';
import { AuthctlError } from '../errors.js';
import { reasonOf, unusable } from './own-file.js';
import { sleep } from './sleep.js';

/** One attempt to hold a lock. */
interface Attempt {
  /** A file of its own, which becomes the lock. */
  readonly ticket: string;
  /** What the lock holds: who took it, so that others can find out whether that process still lives. */
  readonly owner: string;
}

/** How often who holds a lock makes it new, and how old one becomes whose owner nobody here can ask after. */
const SIGN_OF_LIFE_MS = 2_000;
const ABANDONED_MS = 60_000;

/** How a lock is waited for. */
export interface Waiting {
  /** Until it is given up. */
  readonly patienceMs?: number;
  /** How long a lock that is dated in the future is watched for a sign of life: the clock was set back since. */
  readonly watchMs?: number;
}

const PATIENCE_MS = 15_000;
const WATCH_MS = 5 * SIGN_OF_LIFE_MS;

/** A lock as it was first seen like this, and when, by a clock that nobody sets. */
interface Sighting {
  readonly lock: string;
  readonly sinceMs: number;
}

/**
 * Runs something while no other process that asks for the same lock does.
 *
 * The lock is a file that is linked into place, which succeeds for one process only, on network disks too. What a
 * process of this machine left when it died is taken over at once, and what another machine's left when it has given no
 * sign of life for a minute by the file system's own clock, or while it was watched where that clock was set back since.
 * A process is never taken for dead because it is slow.
 *
 * @throws {AuthctlError} `STORE_UNUSABLE` when the lock cannot be had within the time, or not be written at all.
 */
export async function holdingLock<Result>(
  path: string,
  run: () => Promise<Result>,
  waiting: Waiting = {},
): Promise<Result> {
  const nonce = randomBytes(6).toString('hex');
  const attempt = { ticket: `${path}.${nonce}`, owner: `${hostname()} ${pid} ${nonce}\n` };
  try {
    await take(path, attempt, waiting);
  } finally {
    await rm(attempt.ticket, { force: true });
  }
  const signs = setInterval(() => void touch(path, attempt.owner), SIGN_OF_LIFE_MS);
  try {
    return await run();
  } finally {
    clearInterval(signs);
    // A process that was stopped for long may have lost its lock to another one, which keeps it.
    if (await isOwnedBy(path, attempt.owner)) await rm(path, { force: true });
  }
}

async function take(path: string, attempt: Attempt, waiting: Waiting): Promise<void> {
  const { patienceMs = PATIENCE_MS, watchMs = WATCH_MS } = waiting;
  const until = performance.now() + patienceMs;
  const isSilent = silence(watchMs);
  while (!(await linked(path, attempt))) {
    if (performance.now() > until) {
      throw new AuthctlError('STORE_UNUSABLE', `${path} is held by another authctl`, {
        hint: 'try again when it has ended',
      });
    }
    if (await isAbandoned(path, attempt, isSilent)) await breakLock(path, attempt, isSilent);
    else await sleep(5 + Math.random() * 20);
  }
}

async function linked(path: string, { ticket, owner }: Attempt): Promise<boolean> {
  try {
    // Written anew each time: its age tells the time of the file system.
    await writeFile(ticket, owner, { mode: 0o600 });
    await link(ticket, path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unusable(dirname(path), `cannot be written: ${reasonOf(cause)}`, cause);
  }
}

/** Tells whether a lock has stayed the same for so long since it was first seen. */
function silence(watchMs: number): (lock: string) => boolean {
  let seen: Sighting | undefined;
  return (lock) => {
    const now = performance.now();
    if (seen?.lock !== lock) seen = { lock, sinceMs: now };
    return now - seen.sinceMs >= watchMs;
  };
}

/** Whether nobody holds a lock that is there. */
async function isAbandoned(
  path: string,
  { ticket }: Attempt,
  isSilent: (lock: string) => boolean,
): Promise<boolean> {
  try {
    const [owner, held, now] = await Promise.all([readFile(path, 'utf8'), stat(path), stat(ticket)]);
    const age = now.mtimeMs - held.mtimeMs;
    if (isDead(owner) || age > ABANDONED_MS) return true;
    return age < -SIGN_OF_LIFE_MS && isSilent(`${owner} ${held.mtimeMs}`);
  } catch {
    // It was let go at this moment.
    return false;
  }
}

/** Of another machine's processes nothing is known. */
function isDead(owner: string): boolean {
  const [, machine, id] = /^(\S+) (\d+) \w+\n$/.exec(owner) ?? [];
  if (machine !== hostname() || id === undefined) return false;
  try {
    kill(Number(id), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Removes a lock that nobody holds. Of several that want to, one does, under a lock of its own: else one of them could
 * remove what another has taken in the meantime.
 */
async function breakLock(path: string, attempt: Attempt, isSilent: (lock: string) => boolean): Promise<void> {
  const right = `${path}.break`;
  if (!(await linked(right, attempt))) {
    if (await isAbandoned(right, attempt, silence(WATCH_MS))) await rm(right, { force: true });
    await sleep(5 + Math.random() * 20);
    return;
  }
  try {
    if (await isAbandoned(path, attempt, isSilent)) await rm(path, { force: true });
    await removeTickets(path, (await stat(attempt.ticket)).mtimeMs - ABANDONED_MS);
  } finally {
    await rm(right, { force: true });
  }
}

/** What processes left that died while they waited for the lock. */
async function removeTickets(path: string, before: number): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(path)}.`)) continue;
    const ticket = join(folder, name);
    const found = await stat(ticket).catch(() => undefined);
    if (found && (found.mtimeMs < before || isDead(await readFile(ticket, 'utf8').catch(() => ''))))
      await rm(ticket, { force: true });
  }
}

/** Makes a lock as new as the file system's own clock says. One that is gone, or cannot be written now, stays so. */
async function touch(path: string, owner: string): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      if ((await file.readFile('utf8')) === owner) await file.write(owner, 0);
    } finally {
      await file.close();
    }
  } catch {
    // Nobody may be waiting for it.
  }
}

async function isOwnedBy(path: string, owner: string): Promise<boolean> {
  return (await readFile(path, 'utf8').catch(() => '')) === owner;
}
