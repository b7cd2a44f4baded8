import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { credentialSecrets } from '../../src/session/credential-secrets.js';
import type { Session } from '../../src/session/session.js';
import { ProcessGroup } from './process-group.js';
import { program } from './program.js';
import type { Step } from './session-file.js';
import { shortPort } from './short-port.js';

/** The port that recorded sessions show in the place of the free one that a run got. */
const RECORDED_PORT = '4455';
const CLOCK = resolve('test/support/fixed-clock.cjs');
const STEP_LIMIT_MS = 30_000;
const READY_LIMIT_MS = 15_000;

const startProgram = `exec ${program.map((word) => `"${word}"`).join(' ')} "$@"`;

const PROGRAMS = resolve('test/support/programs');

/** What sessions need besides authctl and a shell, so that they ask for nothing that a machine may not have. */
async function smallPrograms(): Promise<Readonly<Record<string, string>>> {
  const files = (await readdir(PROGRAMS)).filter((file) => file.endsWith('.mjs'));
  return Object.fromEntries(
    files.map((file) => [
      file.replace('.mjs', ''),
      `exec "${process.execPath}" "${join(PROGRAMS, file)}" "$@"`,
    ]),
  );
}

export interface StepResult {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly status: number;
}

/** One place to run a session in: an empty folder, an own home, and whatever the set-up lines ask for. */
export class SessionPlace {
  readonly #root: string;
  readonly #env: Record<string, string>;
  readonly #background: ProcessGroup[] = [];
  readonly #port: string;

  private constructor(root: string, port: string) {
    this.#root = root;
    this.#port = port;
    this.#env = {
      PATH: `${join(root, 'bin')}:${process.env.PATH}`,
      HOME: join(root, 'home'),
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      NODE_DISABLE_COMPILE_CACHE: '1',
      AUTHCTL_PORT: port,
      SERVER: `http://127.0.0.1:${port}`,
    };
  }

  /** The working folder of its commands. */
  get folder(): string {
    return join(this.#root, 'work');
  }

  /** @param fixtures - a folder whose files lie in the working folder, if there is one. */
  static async open(
    session: { readonly setup: readonly string[]; readonly steps: readonly Pick<Step, 'now'>[] },
    fixtures?: string,
  ): Promise<SessionPlace> {
    const place = new SessionPlace(await mkdtemp(join(tmpdir(), 'authctl-')), String(await shortPort()));
    try {
      await place.#furnish(fixtures);
      const start = session.steps[0]?.now;
      if (start !== undefined) await place.#setClock(start);
      for (const line of session.setup) await place.#setUp(line);
      return place;
    } catch (error) {
      await place.close();
      throw error;
    }
  }

  async #furnish(fixtures: string | undefined): Promise<void> {
    for (const folder of ['bin', 'home', 'work']) await mkdir(join(this.#root, folder));
    const commands = { authctl: startProgram, ...(await smallPrograms()) };
    for (const [name, line] of Object.entries(commands)) {
      await writeFile(join(this.#root, 'bin', name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    }
    if (fixtures) await cp(fixtures, join(this.#root, 'work'), { recursive: true });
  }

  /** From now on every program of this session, those already running too, lives at this instant. */
  async #setClock(instant: string): Promise<void> {
    this.#env.TEST_CLOCK = join(this.#root, 'now');
    this.#env.NODE_OPTIONS = `--require ${CLOCK}`;
    this.#env.BUN_OPTIONS = `--preload ${CLOCK}`;
    await writeFile(this.#env.TEST_CLOCK, instant);
  }

  async #setUp(line: string): Promise<void> {
    const [, name = '', rest = ''] = /^(\S+) ?(.*)$/s.exec(line) ?? [];
    if (name === 'env') this.#setVariable(rest);
    else if (name === 'serve') await this.#start(`authctl serve --ephemeral ${rest}`, /listening|ready/i);
    else if (name === 'run') await this.#start(rest, /\n/);
    else throw new Error(`unknown set-up '% ${name}'`);
  }

  #setVariable(assignment: string): void {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(assignment) ?? [];
    if (name === undefined || value === undefined) throw new Error(`expected NAME=value after '% env'`);
    this.#env[name] = value.replace(/\$([A-Za-z_]\w*)/g, (whole, other: string) => this.#env[other] ?? whole);
  }

  /** Starts a program that stays, and waits for its first line of output that shows it is ready. */
  async #start(command: string, ready: RegExp): Promise<void> {
    const group = this.#spawn(`exec ${command}`);
    this.#background.push(group);
    await group.whenReady(ready, READY_LIMIT_MS);
  }

  #spawn(command: string): ProcessGroup {
    return new ProcessGroup(command, { cwd: this.folder, env: { ...this.#env } });
  }

  /** @throws {Error} saying what was printed, where the command does not end in time; everything it started is killed. */
  async run(step: Pick<Step, 'command' | 'now'>): Promise<StepResult> {
    if (step.now !== undefined) await this.#setClock(step.now);
    const group = this.#spawn(step.command);
    const status = await group.finished(STEP_LIMIT_MS);
    return { stdout: this.#lines(group.stdout), stderr: this.#lines(group.stderr), status };
  }

  /** Which secrets of this place stand in these lines: of its stored sessions, its variables and the command itself. */
  async leaks(command: string, lines: readonly string[]): Promise<readonly string[]> {
    const text = lines.join('\n');
    const piped = /(?:echo|printf)\s+'?([\w-]{6,})'?\s*\|\s*(?:\w+=\S+\s+)*authctl login/.exec(command)?.[1];
    const named = Object.entries({ ...this.#env, ...assignmentsIn(command) })
      .filter(([name]) => /PASSWORD$|SECRET$|_API_KEY$|REFRESH_TOKEN$/.test(name))
      .map(([, value]) => value);
    const secrets = [...(await this.#storedSecrets()), ...named, ...(piped === undefined ? [] : [piped])];
    return secrets.filter((secret) => secret.length >= 6 && text.includes(secret));
  }

  async #storedSecrets(): Promise<readonly string[]> {
    const path = join(this.#root, 'home', '.config', 'authctl', 'sessions.json');
    const text = await readFile(path, 'utf8').catch(() => '{}');
    const { sessions = [] } = parsed(text);
    return sessions.flatMap(({ credential }) =>
      credentialSecrets(credential).map((secret) =>
        // Of a signed token only the signature is secret.
        /^eyJ[\w-]*\.[\w-]*\.[\w-]+$/.test(secret) ? (secret.split('.')[2] ?? '') : secret,
      ),
    );
  }

  #lines(text: string): readonly string[] {
    if (text === '') return [];
    const stable = text
      .replaceAll(`:${this.#port}`, `:${RECORDED_PORT}`)
      .replaceAll(this.#root, '/project')
      .replace(/\n$/, '');
    return stable.split('\n').map((line) => line.trimEnd());
  }

  /** Ends what was started and removes the place. */
  async close(): Promise<void> {
    await Promise.all(this.#background.map((group) => group.stop()));
    await rm(this.#root, { recursive: true, force: true });
  }
}

/** Sessions that a test damaged on purpose hold no secrets that could be looked for. */
function parsed(text: string): { readonly sessions?: readonly Pick<Session, 'credential'>[] } {
  try {
    const { sessions } = JSON.parse(text) as { readonly sessions?: unknown };
    return Array.isArray(sessions) && sessions.every((session) => session?.credential?.kind)
      ? { sessions }
      : {};
  } catch {
    return {};
  }
}

/** Variables that stand before a command. */
const assignmentsIn = (command: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...command.matchAll(/\b([A-Z][A-Z_]*)=([\w-]+) /g)].map(([, name = '', value = '']) => [name, value]),
  );
