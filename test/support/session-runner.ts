import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { RecordedSession, Step } from './session-file.js';

/** The port that recorded sessions show in the place of the free one that a run got. */
const RECORDED_PORT = '4455';
const CLOCK = resolve('test/support/fixed-clock.cjs');

/** The program under test: `AUTHCTL_BINARY`, or the build of this checkout run by this Node. */
const program = process.env.AUTHCTL_BINARY
  ? `exec "${resolve(process.env.AUTHCTL_BINARY)}" "$@"`
  : `exec "${process.env.AUTHCTL_NODE ?? process.execPath}" "${resolve('bin/authctl.js')}" "$@"`;

export interface StepResult {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly status: number;
}

/** One place to run a session in: an empty folder, an own home, and whatever the set-up lines ask for. */
export class SessionPlace {
  readonly #root: string;
  readonly #env: Record<string, string>;
  readonly #children: ChildProcess[] = [];
  readonly #port: string;

  private constructor(root: string, port: string) {
    this.#root = root;
    this.#port = port;
    this.#env = {
      PATH: `${join(root, 'bin')}:${process.env.PATH}`,
      HOME: join(root, 'home'),
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      AUTHCTL_PORT: port,
      SERVER: `http://127.0.0.1:${port}`,
    };
  }

  /** @param fixtures - a folder whose files lie in the working folder, if there is one. */
  static async open(session: RecordedSession, fixtures?: string): Promise<SessionPlace> {
    const place = new SessionPlace(await mkdtemp(join(tmpdir(), 'authctl-')), String(await freePort()));
    try {
      await place.#furnish(fixtures);
      const start = session.steps[0]?.now;
      if (start !== undefined) await place.#setClock(start);
      for (const [name = '', ...words] of session.setup) await place.#setUp(name, words);
      return place;
    } catch (error) {
      await place.close();
      throw error;
    }
  }

  async #furnish(fixtures: string | undefined): Promise<void> {
    for (const folder of ['bin', 'home', 'work']) await mkdir(join(this.#root, folder));
    await writeFile(join(this.#root, 'bin', 'authctl'), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
    if (fixtures) await cp(fixtures, join(this.#root, 'work'), { recursive: true });
  }

  /** From now on every program of this session, those already running too, lives at this instant. */
  async #setClock(instant: string): Promise<void> {
    this.#env.TEST_CLOCK = join(this.#root, 'now');
    this.#env.NODE_OPTIONS = `--require ${CLOCK}`;
    await writeFile(this.#env.TEST_CLOCK, instant);
  }

  async #setUp(name: string, words: readonly string[]): Promise<void> {
    if (name === 'env') {
      for (const word of words) {
        const [key = '', value = ''] = word.split(/=(.*)/s);
        this.#env[key] = value;
      }
    } else if (name === 'serve') {
      await this.#background(`authctl serve --ephemeral ${words.join(' ')}`, /listening|ready/i);
    } else if (name === 'run') {
      await this.#background(words.join(' '), /./);
    } else throw new Error(`unknown set-up '% ${name}'`);
  }

  /** Starts a program that stays, and waits for its first line of output that shows it is ready. */
  async #background(command: string, ready: RegExp): Promise<void> {
    const child = spawn('sh', ['-c', `exec ${command}`], {
      cwd: join(this.#root, 'work'),
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    await new Promise<void>((done, fail) => {
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk;
      });
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk;
        if (ready.test(String(chunk))) done();
      });
      child.on('exit', (status) => fail(new Error(`'${command}' ended with ${status}: ${said}`)));
    });
  }

  async run(step: Step): Promise<StepResult> {
    if (step.now !== undefined) await this.#setClock(step.now);
    const child = spawn('sh', ['-c', step.command], {
      cwd: join(this.#root, 'work'),
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, status] = await Promise.all([
      collect(child.stdout),
      collect(child.stderr),
      new Promise<number>((done) => child.on('close', (code) => done(code ?? -1))),
    ]);
    return { stdout: this.#lines(stdout), stderr: this.#lines(stderr), status };
  }

  #lines(text: string): readonly string[] {
    if (text === '') return [];
    const stable = text
      .replaceAll(`:${this.#port}`, `:${RECORDED_PORT}`)
      .replaceAll(this.#root, '/tmp/session')
      .replace(/\n$/, '');
    return stable.split('\n').map((line) => line.trimEnd());
  }

  async close(): Promise<void> {
    for (const child of this.#children) child.removeAllListeners('exit').kill('SIGTERM');
    await rm(this.#root, { recursive: true, force: true });
  }
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
