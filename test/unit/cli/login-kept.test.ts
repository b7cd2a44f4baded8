import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { run } from '../../../src/cli/run.js';
import type { CredentialStore } from '../../../src/session/credential-store.js';
import { ISSUER, NOW, scriptedIssuer } from '../../support/scripted-issuer.js';
import { createTestContext } from '../../support/test-context.js';
import { answer } from '../login/answers.js';

/** An issuer that numbers its tokens, each good for ten minutes. */
function numbering(lasts: Readonly<Record<string, number>> = { expires_in: 600 }) {
  let count = 0;
  return scriptedIssuer({
    answer: (_, path) =>
      path === '/token'
        ? answer(200, { access_token: `token-number-${++count}`, token_type: 'Bearer', ...lasts })
        : undefined,
  });
}

const ENV = { AUTHCTL_CLIENT_SECRET: 'ci-secret-1', OTHER: 'ey-other-subject', SUBJECT: 'ey-subject-token' };

interface Attempt {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds after the first login. */
  readonly after?: number;
}

async function logIn(
  issuer: ReturnType<typeof scriptedIssuer>,
  store: CredentialStore,
  { argv = [], env = {}, after = 0 }: Attempt,
) {
  const context = createTestContext({
    argv: ['login', ISSUER, '--client-id', 'ci', ...argv],
    env: { ...ENV, ...env },
    stdin: '',
    now: NOW + after,
    store,
    files: { 'a.pem': '-----BEGIN PRIVATE KEY-----', 'b.pem': '-----BEGIN PRIVATE KEY-----' },
    answer: issuer.send,
  });
  const status = await run(context);
  const sessions = await store.list();
  const held = Object.fromEntries(
    sessions.map(({ name, credential }) => [
      name,
      credential.kind === 'bearer' ? credential.accessToken : '',
    ]),
  );
  return { status, held, stderr: context.written.stderr, requests: context.requests.length };
}

const CC = ['--flow', 'client-credentials'];
const EXCHANGE = ['--flow', 'token-exchange', '--subject-token-env', 'SUBJECT'];
const FULL = [...CC, '--scope', 'a b', '--audience', 'api', '--resource', 'https://a.example/'];

describe('a login without a user that was made before', () => {
  test.for<{ title: string; first: readonly string[]; second?: Attempt }>([
    { title: 'client credentials', first: CC },
    { title: 'with scope, audience and resource', first: FULL },
    {
      title: 'with resources and parameters in another order',
      first: [
        ...CC,
        ...['--resource', 'https://a.example/', '--resource', 'https://b.example/', '--param', 'a=1'],
      ],
      second: {
        argv: [
          ...CC,
          ...['--resource', 'https://b.example/', '--resource', 'https://a.example/', '--param', 'a=1'],
        ],
      },
    },
    { title: 'token exchange of the same token', first: EXCHANGE },
    { title: 'JWT bearer', first: ['--flow', 'jwt-bearer', '--subject-token-env', 'SUBJECT'] },
    { title: 'named', first: [...CC, '--as', 'robot'] },
    { title: 'that still lasts long enough', first: CC, second: { after: 570 } },
  ])('is answered from the store: $title', async ({ first, second = {} }) => {
    const [issuer, store] = [numbering(), createMemoryStore()];
    const before = await logIn(issuer, store, { argv: first });
    const again = await logIn(issuer, store, { argv: first, ...second });
    const name = first.includes('--as') ? 'robot' : 'ci';
    expect({ ...again, before: before.held }).toEqual({
      status: 0,
      held: { [name]: 'token-number-1' },
      before: { [name]: 'token-number-1' },
      requests: 0,
      stderr: `the token of session '${name}' still lasts: no new one was asked for (--force-refresh does)\n`,
    });
  });

  test.for<{
    title: string;
    first: readonly string[];
    second: Attempt;
    held: Readonly<Record<string, string>>;
  }>([
    {
      title: 'soon ends',
      first: CC,
      second: { argv: CC, after: 571 },
      held: { ci: 'token-number-2' },
    },
    {
      title: 'a new token is asked for',
      first: CC,
      second: { argv: [...CC, '--force-refresh'] },
      held: { ci: 'token-number-2' },
    },
    {
      title: 'another secret',
      first: CC,
      second: { argv: CC, env: { AUTHCTL_CLIENT_SECRET: 'ci-secret-2' } },
      held: { ci: 'token-number-2' },
    },
    {
      title: 'another way to prove who it is',
      first: CC,
      second: { argv: [...CC, '--client-auth', 'post'] },
      held: { ci: 'token-number-2' },
    },
    {
      title: 'another subject token',
      first: EXCHANGE,
      second: { argv: ['--flow', 'token-exchange', '--subject-token-env', 'OTHER'] },
      held: { ci: 'token-number-2' },
    },
    {
      title: 'another type of subject token',
      first: EXCHANGE,
      second: { argv: [...EXCHANGE, '--subject-token-type', 'urn:ietf:params:oauth:token-type:id_token'] },
      held: { ci: 'token-number-2' },
    },
    {
      title: 'another name',
      first: CC,
      second: { argv: [...CC, '--as', 'robot'] },
      held: { ci: 'token-number-1', robot: 'token-number-2' },
    },
    ...[
      { title: 'another scope', more: ['--scope', 'a'] },
      { title: 'another audience', more: ['--audience', 'other'] },
      { title: 'another resource', more: ['--resource', 'https://other.example/'] },
      { title: 'another parameter', more: ['--param', 'tenant=2'] },
    ].map(({ title, more }) => ({
      title,
      first: CC,
      second: { argv: [...CC, ...more] },
      held: { ci: 'token-number-1', 'ci-2': 'token-number-2' },
    })),
  ])('is made again: $title', async ({ first, second, held }) => {
    const [issuer, store] = [numbering(), createMemoryStore()];
    await logIn(issuer, store, { argv: first });
    const again = await logIn(issuer, store, second);
    expect({ status: again.status, held: again.held }).toEqual({ status: 0, held });
  });

  test('is made again where nobody says how long the token lasts', async () => {
    const [issuer, store] = [numbering({}), createMemoryStore()];
    await logIn(issuer, store, { argv: CC });
    expect((await logIn(issuer, store, { argv: CC })).held).toEqual({ ci: 'token-number-2' });
  });

  test('stores nothing that a subject token could be made from', async () => {
    const [issuer, store] = [numbering(), createMemoryStore()];
    await logIn(issuer, store, { argv: EXCHANGE });
    expect(JSON.stringify(await store.list())).not.toContain(ENV.SUBJECT);
  });

  test('a scope that the server does not repeat is the one that was asked for (RFC 6749 section 5.1)', async () => {
    const [issuer, store] = [numbering(), createMemoryStore()];
    await logIn(issuer, store, { argv: [...CC, '--scope', 'a b'] });
    expect((await store.list())[0]?.credential).toMatchObject({ scope: 'a b' });
  });
});
