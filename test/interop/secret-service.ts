import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Of the keyring of a user who exists for a test alone. */
const PASSWORD = 'login-password';

const SERVICE = '/org/freedesktop/secrets';
const COLLECTION = `${SERVICE}/collection/login`;
const READY_LIMIT_MS = 10_000;

/** A bus that starts no programs by itself: there is one keyring daemon, and nobody who asks for a password. */
const busConfiguration = (folder: string): string => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${folder}/bus</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** A session bus of its own, and on it GNOME Keyring: what a Linux desktop has, without the desktop. */
export class SecretService {
  readonly #root: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #bus: ChildProcess;
  #daemon: ChildProcess | undefined;

  private constructor(root: string, env: Readonly<Record<string, string>>, bus: ChildProcess) {
    this.#root = root;
    this.#env = env;
    this.#bus = bus;
  }

  /** Starts both; the keyring is open, as after a login. */
  static async start(): Promise<SecretService> {
    const root = mkdtempSync(join(tmpdir(), 'authctl-desktop-'));
    for (const folder of ['home', 'run']) mkdirSync(join(root, folder), { mode: 0o700 });
    writeFileSync(join(root, 'password'), PASSWORD, { mode: 0o600 });
    const own = {
      PATH: process.env.PATH ?? '',
      HOME: join(root, 'home'),
      XDG_RUNTIME_DIR: join(root, 'run'),
    };
    writeFileSync(join(root, 'bus.conf'), busConfiguration(join(root, 'run')));
    const configuration = `--config-file=${join(root, 'bus.conf')}`;
    const bus = spawn('dbus-daemon', [configuration, '--nofork', '--print-address'], {
      env: own,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const address = await firstLine(bus);
    const service = new SecretService(root, { ...own, DBUS_SESSION_BUS_ADDRESS: address }, bus);
    await service.logIn();
    return service;
  }

  /** The environment of programs that run in this session. */
  get env(): Readonly<Record<string, string>> {
    return { ...this.#env, LANG: 'C.UTF-8', AUTHCTL_HOME: join(this.#root, 'authctl') };
  }

  /** Where authctl keeps its sessions. */
  get sessions(): string {
    return join(this.#root, 'authctl', 'config', 'sessions.json');
  }

  /** A new keyring daemon that knows what the last one was given, opened with the user's password. */
  async logIn(): Promise<void> {
    await ended(this.#daemon);
    // It reads a file or a pipe; what Node.js makes is a socket.
    const password = openSync(join(this.#root, 'password'), 'r');
    this.#daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      env: this.#env,
      stdio: [password, 'ignore', 'ignore'],
    });
    closeSync(password);
    const until = performance.now() + READY_LIMIT_MS;
    while (!this.#isOpen()) {
      if (performance.now() > until) throw new Error('gnome-keyring-daemon did not open its keyring');
      await setTimeout(20);
    }
  }

  #isOpen(): boolean {
    const answer = this.#ask(COLLECTION, 'org.freedesktop.DBus.Properties.Get', [
      'string:org.freedesktop.Secret.Collection',
      'string:Locked',
    ]);
    return answer.status === 0 && answer.stdout.includes('boolean false');
  }

  /** Closes the keyring, as a screen that is locked does. There is nobody who could be asked for the password. */
  lock(): void {
    this.#ask(SERVICE, 'org.freedesktop.Secret.Service.Lock', [`array:objpath:${COLLECTION}`]);
    if (this.#isOpen()) throw new Error('gnome-keyring-daemon did not close its keyring');
  }

  #ask(object: string, method: string, words: readonly string[]) {
    const call = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', object, method, ...words];
    return spawnSync('dbus-send', call, { env: this.#env, encoding: 'utf8' });
  }

  /** The daemon hangs: what is asked stays unanswered. */
  hang(): void {
    this.#daemon?.kill('SIGSTOP');
  }

  /** @returns standard output. @throws {Error} where it fails. */
  command(name: string, words: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(name, words, { env: this.env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    return stdout;
  }

  async stop(): Promise<void> {
    await ended(this.#daemon);
    await ended(this.#bus);
    rmSync(this.#root, { recursive: true, force: true });
  }
}

async function firstLine(program: ChildProcess): Promise<string> {
  const end = once(program, 'exit').then(([status]) => {
    throw new Error(`${program.spawnfile} ended with ${status} before it was ready`);
  });
  const line = once(program.stdout as NodeJS.ReadableStream, 'data');
  end.catch(() => undefined);
  const [bytes] = (await Promise.race([line, end])) as [Buffer];
  return bytes.toString('utf8').trim();
}

async function ended(program: ChildProcess | undefined): Promise<void> {
  if (!program || program.exitCode !== null || program.signalCode !== null) return;
  const end = once(program, 'exit');
  program.kill('SIGKILL');
  await end;
}
