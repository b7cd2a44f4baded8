import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttp } from '../../../src/adapters/http-undici.js';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { run } from '../../../src/cli/run.js';
import { browse } from '../../support/browser-by-hand.js';
import { AGUS } from '../../support/oauth-world.js';
import {
  ASSERTION_KEY_PEM,
  SECRETS,
  type StrictIssuer,
  startStrictIssuer,
} from '../../support/strict-issuer.js';
import { createTestContext, type World } from '../../support/test-context.js';

/** Every flow at its most talkative: nothing that it wrote, to whatever place, holds a secret. */
let strict: StrictIssuer;
beforeAll(async () => {
  strict = await startStrictIssuer();
});
afterAll(() => strict.close());

interface Flow {
  readonly flow: string;
  readonly argv: readonly string[];
  readonly world?: World;
}

const secret = {
  env: {
    AUTHCTL_CLIENT_SECRET: SECRETS.client,
    SUBJECT: SECRETS.subjectToken,
    AUTHCTL_PASSWORD: AGUS.password,
  },
};
const confidential = ['--client-id', 'client_secret_basic'];

const flows: readonly Flow[] = [
  { flow: 'code', argv: ['--client-id', 'cli', '--scope', 'openid profile offline_access'] },
  { flow: 'code with DPoP', argv: ['--client-id', 'cli', '--flow', 'code', '--dpop'] },
  { flow: 'client-credentials', argv: ['--flow', 'client-credentials', ...confidential], world: secret },
  {
    flow: 'client-credentials, secret in the form',
    argv: ['--flow', 'client-credentials', '--client-id', 'client_secret_post', '--client-auth', 'post'],
    world: secret,
  },
  {
    flow: 'client-credentials, signed',
    argv: ['--flow', 'client-credentials', '--client-id', 'private_key_jwt', '--client-jwt-key', 'key.pem'],
    world: { files: { 'key.pem': ASSERTION_KEY_PEM } },
  },
  { flow: 'password', argv: ['--flow', 'password', '-u', 'agus', ...confidential], world: secret },
  { flow: 'token-exchange', argv: ['--subject-token-env', 'SUBJECT', ...confidential], world: secret },
  {
    flow: 'jwt-bearer',
    argv: ['--flow', 'jwt-bearer', '--subject-token-env', 'SUBJECT', ...confidential],
    world: secret,
  },
  {
    flow: 'register',
    argv: ['--register', '--flow', 'client-credentials'],
    world: { env: { AUTHCTL_INITIAL_ACCESS_TOKEN: SECRETS.registration } },
  },
];

test.for(flows)('$flow', async ({ argv, world = {} }) => {
  const store = createMemoryStore();
  const http = createHttp(new AbortController().signal);
  const place: World = {
    ...world,
    stdin: '',
    store,
    now: Math.floor(Date.now() / 1000),
    answer: (request) => http.send(request),
    browser: (url) => void browse(url, AGUS),
  };
  const login = createTestContext({
    ...place,
    argv: ['login', strict.issuer, ...argv, '-v', '--har', 'out.har'],
  });
  // Lasts until nobody waits any more: else the time to log in would be over at once.
  const sleep = (_: number, signal?: AbortSignal) =>
    new Promise<void>((done) => signal?.addEventListener('abort', () => done()));
  const context = { ...login, ports: { ...login.ports, sleep } };
  expect({ status: await run(context), stderr: login.written.stderr }).toMatchObject({ status: 0 });
  const status = createTestContext({ ...place, argv: ['status', '-v'] });
  await run(status);
  const all =
    [login, status].map(({ written }) => written.stdout + written.stderr).join('\n') +
    login.written.files['out.har'];
  const [session] = await store.list();
  expect(all.length).toBeGreaterThan(2_000);
  expect(secretsIn(session).filter((value) => all.includes(value))).toEqual([]);
});

/** Everything in a stored session that would let somebody in, and everything that a flow was handed. */
function secretsIn(session: unknown): readonly string[] {
  const { credential, client } = session as {
    readonly credential: {
      accessToken: string;
      refreshToken?: string;
      idToken?: string;
      dpopKey?: { d: string };
    };
    readonly client: { authentication: { secret?: string } };
  };
  const { accessToken, refreshToken, idToken, dpopKey } = credential;
  const signatures = [accessToken, idToken].flatMap((token) => token?.split('.').at(-1) ?? []);
  const handed = [...Object.values(SECRETS), ASSERTION_KEY_PEM.split('\n')[1]];
  return [...signatures, refreshToken, dpopKey?.d, client.authentication.secret, ...handed].filter(
    (value) => value !== undefined,
  );
}
