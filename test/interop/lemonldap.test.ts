import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browse, type Person } from '../support/browser-by-hand.js';
import { program } from '../support/program.js';
import { isThere } from './is-there.js';
import { LEMONLDAP, type Lemonldap, SERVICE_SECRET, startLemonldap } from './lemonldap.js';

const [command, ...before] = program;

/**
 * The built program against LemonLDAP::NG, which shares no author and no language with any library of authctl. Run by
 * `npm run test:interop`.
 */
const missing = !process.env.INTEROP
  ? 'npm run test:interop starts it'
  : isThere(LEMONLDAP)
    ? ''
    : 'LemonLDAP::NG is not installed';

/** Its demonstration accounts have their names for passwords. */
const AGUS: Person = { username: 'agus', password: 'agus' };

describe.skipIf(missing !== '')(`LemonLDAP::NG${missing && ` (skipped: ${missing})`}`, () => {
  let server: Lemonldap;
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'authctl-'));
    server = await startLemonldap();
  });
  afterAll(async () => {
    await server?.close();
    await rm(home, { recursive: true, force: true });
  });

  /** Runs the built program; a person at a browser opens what it shows. */
  async function authctl(
    argv: readonly string[],
    { stdin = '', secret, person }: { stdin?: string; secret?: string; person?: Person } = {},
  ) {
    const child = spawn(command, [...before, ...argv], {
      env: {
        PATH: process.env.PATH,
        AUTHCTL_HOME: home,
        ...(secret ? { AUTHCTL_CLIENT_SECRET: secret } : {}),
      },
    });
    const written = { stdout: '', stderr: '' };
    let browsing: Promise<unknown> | undefined;
    child.stdout.on('data', (text: Buffer) => {
      written.stdout += text.toString('utf8');
    });
    child.stderr.on('data', (text: Buffer) => {
      written.stderr += text.toString('utf8');
      const address = /^ {2}(http\S+)\n/m.exec(written.stderr)?.[1];
      if (person && address !== undefined) browsing ??= browse(address, person);
    });
    child.stdin.end(stdin);
    const status = await new Promise<number | null>((done) => child.on('close', done));
    await browsing;
    return { status, ...written };
  }

  const json = (text: string) => JSON.parse(text) as Readonly<Record<string, unknown>>;
  const logIn = (...argv: readonly string[]) => ['login', server.issuer, '--json', ...argv];
  const asService = ['--client-id', 'service', '--scope', 'articles:read'];

  test.for(['basic', 'post'])('a client logs in as itself, its secret sent as %s', async (how) => {
    const argv = logIn('--flow', 'client-credentials', '--client-auth', how, '--as', how, ...asService);
    const login = await authctl(argv, { secret: SERVICE_SECRET });
    expect({ ...login, ...json(login.stdout) }).toMatchObject({ status: 0, name: how, username: 'service' });
    const verified = await authctl(['verify', '--as', how, '--json']);
    expect({ ...verified, ...json(verified.stdout) }).toMatchObject({
      status: 0,
      valid: true,
      payload: { iss: server.issuer, client_id: 'service', scope: 'articles:read' },
    });
  });

  test('a client with a wrong secret is refused, and nothing is stored', async () => {
    const argv = logIn('--flow', 'client-credentials', '--as', 'wrong', ...asService);
    const login = await authctl(argv, { secret: 'wrong-secret' });
    expect({ status: login.status, stderr: login.stderr }).toEqual({
      status: 4,
      stderr:
        `flow client-credentials at ${server.issuer}, as the client service\n` +
        `error: ${server.issuer} refused the client (401)\n` +
        ' hint: check the client id and its secret, and how it is sent: --client-auth basic, post, private-key-jwt or tls\n',
    });
    expect((await authctl(['status', '--json'])).stdout).not.toContain('"wrong"');
  });

  test.for([
    { password: 'agus', status: 0 },
    { password: 'not-this', status: 4 },
  ])('the password grant with $password ends with $status', async ({ password, status }) => {
    const argv = logIn('--flow', 'password', '-u', 'agus', '--password-stdin', '--client-id', 'service');
    const login = await authctl([...argv, '--as', 'by-password', '--scope', 'openid'], {
      stdin: password,
      secret: SERVICE_SECRET,
    });
    expect(login.status).toBe(status);
  });

  test('a person logs in with a browser: PKCE, nonce, ID token; the session is renewed', async () => {
    const port = String(server.callbackPort);
    const argv = logIn('--client-id', 'cli', '--scope', 'openid profile', '--callback-port', port);
    const login = await authctl([...argv, '--no-browser'], { person: AGUS });
    expect({ ...login, ...json(login.stdout) }).toMatchObject({ status: 0, flow: 'code', username: 'agus' });
    const before = await authctl(['token', '--as', 'agus', '--no-refresh']);
    const after = await authctl(['token', '--as', 'agus', '--force-refresh']);
    expect({ before: before.status, after: after.status, stderr: after.stderr }).toEqual({
      before: 0,
      after: 0,
      stderr: '',
    });
    expect(after.stdout).not.toBe(before.stdout);
  });
});
