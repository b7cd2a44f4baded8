import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttp } from '../../../src/adapters/http-undici.js';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { commandGroups } from '../../../src/cli/program.js';
import { readTransport } from '../../../src/cli/read-transport.js';
import { run } from '../../../src/cli/run.js';
import type { CredentialStore } from '../../../src/session/credential-store.js';
import { MTLS_CLIENT, type MutualTlsIssuer, startMutualTlsIssuer } from '../../support/mutual-tls-issuer.js';
import { createTestContext } from '../../support/test-context.js';
import { tokenSession } from '../../unit/session/sessions.js';

/** A client that proves itself with its certificate (RFC 8705), at a server that lets nobody in without one. */
let issuer: MutualTlsIssuer;
beforeAll(async () => {
  issuer = await startMutualTlsIssuer();
});
afterAll(() => issuer.close());

const TRUST = ['--ca', 'ca.pem'];
const CERTIFIED = [...TRUST, '--client-cert', 'client.pem', '--client-key', 'client-key.pem'];

/** A command as `main.ts` runs it: connections are made as its options say. */
async function authctl(store: CredentialStore, ...argv: readonly string[]) {
  const now = Math.floor(Date.now() / 1000);
  const context = createTestContext({ argv, stdin: '', store, now, files: issuer.files });
  const http = async () => createHttp(context.signal, await readTransport(context));
  const before = issuer.shown.length;
  const status = await run({ ...context, ports: { ...context.ports, http } });
  return { status, ...context.written, shown: issuer.shown.slice(before) };
}

const logIn = (store: CredentialStore, ...options: readonly string[]) =>
  authctl(
    store,
    ...['login', issuer.issuer, '--flow', 'client-credentials', '--client-id', MTLS_CLIENT],
    ...['--client-auth', 'tls', ...options],
  );

describe('mutual TLS', () => {
  test('token requests of login and of token, and the revocation of logout, show the certificate', async () => {
    const store = createMemoryStore();
    const login = await logIn(store, ...CERTIFIED);
    expect(login).toMatchObject({ status: 0, shown: ['/token agus'] });
    const [session] = await store.list();
    expect(session?.client).toMatchObject({
      tokenEndpoint: `${issuer.alias}/token`,
      revocationEndpoint: `${issuer.alias}/token/revocation`,
      authentication: { method: 'tls_client_auth' },
    });

    const renewed = await authctl(store, 'token', '--force-refresh', ...CERTIFIED);
    expect(renewed).toMatchObject({ status: 0, shown: ['/token agus'] });
    const [after] = await store.list();
    expect(after?.credential).toMatchObject({ accessToken: renewed.stdout.trim() });
    expect(session?.credential).not.toMatchObject({ accessToken: renewed.stdout.trim() });

    const logout = await authctl(store, 'logout', ...CERTIFIED);
    expect(logout).toMatchObject({ status: 0, shown: ['/token/revocation agus'] });
    expect(await store.list()).toEqual([]);
  });

  test.for([
    {
      without: 'any certificate',
      options: TRUST,
      status: 2,
      says: 'error: --client-auth tls takes a certificate, and there is none',
    },
    {
      without: 'the authority',
      options: CERTIFIED.slice(2),
      status: 3,
      says: 'error: cannot reach https://localhost:',
    },
  ])('a login without $without stores nothing', async ({ options, status, says }) => {
    const store = createMemoryStore();
    const login = await logIn(store, ...options);
    expect({ ...login, stderr: login.stderr.slice(0, says.length) }).toMatchObject({ status, stderr: says });
    expect(await store.list()).toEqual([]);
  });

  test('a renewal without the certificate says which option is missing, and keeps the session', async () => {
    const store = createMemoryStore();
    await logIn(store, ...CERTIFIED);
    const kept = await store.list();
    const { status, stderr } = await authctl(store, 'token', '--force-refresh', ...TRUST);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr:
        `error: session '${MTLS_CLIENT}' proves itself with a certificate, and there is none\n` +
        ' hint: name it with --client-cert, and its key with --client-key\n',
    });
    expect(await store.list()).toEqual(kept);
  });
});

/** A token that nobody signed: enough to ask for keys. */
const TOKEN = 'eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIyIn0.AAAA';

describe('the options of connections count for every request of every command that sends any', () => {
  test.for<{ command: string; argv: (at: string) => readonly string[]; asks: string }>([
    { command: 'verify', argv: (at) => ['verify', TOKEN, '--jwks', `${at}/jwks`], asks: '/jwks' },
    { command: 'lint', argv: (at) => ['lint', TOKEN, '--jwks', `${at}/jwks`], asks: '/jwks' },
    {
      command: 'lint',
      argv: (at) => ['lint', TOKEN, '--issuer', at],
      asks: '/.well-known/openid-configuration',
    },
    { command: 'init', argv: (at) => ['init', '--server', at], asks: '/openapi.json' },
    { command: 'probe', argv: (at) => ['probe', '--api', at], asks: '/openapi.json' },
    {
      command: 'login',
      argv: (at) => ['login', at, '--client-id', 'cli'],
      asks: '/.well-known/openid-configuration',
    },
  ])('$command asks for $asks', async ({ argv, asks }) => {
    const store = createMemoryStore(tokenSession({ server: issuer.alias }));
    const { shown } = await authctl(store, ...argv(issuer.alias), ...CERTIFIED);
    expect(shown).toContain(`${asks} agus`);
    expect(shown.filter((request) => !request.endsWith(' agus'))).toEqual([]);
  });

  test('commands that do are marked', () => {
    const commands = commandGroups.flatMap((group) => group.commands);
    const sending = commands.filter(({ sends }) => sends).map(({ name }) => name);
    expect(sending).toEqual(
      expect.arrayContaining(['login', 'logout', 'token', 'verify', 'lint', 'probe', 'init']),
    );
  });
});
