import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttp } from '../../../src/adapters/http-undici.js';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import type { Context } from '../../../src/cli/context.js';
import { run } from '../../../src/cli/run.js';
import { oauthLogin } from '../../../src/login/oauth/oauth-login.js';
import type { Http } from '../../../src/ports/http.js';
import type { BearerCredential } from '../../../src/session/session.js';
import { isJsonObject, parseJson } from '../../../src/token/json.js';
import { browse } from '../../support/browser-by-hand.js';
import { AGUS, oauthLoginRequest, oauthWorld } from '../../support/oauth-world.js';
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
  { flow: 'device', argv: ['--client-id', 'cli', '--flow', 'device', '--scope', 'openid offline_access'] },
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

/** Everything that went over the network and would let somebody in: by the names that protocols give it. */
function secretsOfTheWire() {
  const seen = new Set<string>();
  const take = (fields: Iterable<readonly [string, unknown]>) => {
    for (const [name, value] of fields) {
      if (!SECRET.has(name) || typeof value !== 'string') continue;
      // Of a signed token the signature is the secret.
      seen.add(/^eyJ[^.]*\.[^.]*\.[^.]+$/.test(value) ? value.slice(value.lastIndexOf('.') + 1) : value);
    }
  };
  return {
    seen,
    over: (http: Http): Http => ({
      async send(request) {
        take(new URLSearchParams(request.body));
        const outcome = await http.send(request);
        const answered = outcome.kind === 'response' ? parseJson(outcome.body) : undefined;
        if (isJsonObject(answered)) take(Object.entries(answered));
        return outcome;
      },
    }),
  };
}

const SECRET = new Set(
  (
    'access_token refresh_token id_token device_code client_secret registration_access_token code code_verifier ' +
    'client_assertion assertion subject_token password token'
  ).split(' '),
);

/** What commands wrote, run one after the other, each as talkative as it gets; agus opens what they show. `keys`: of DPoP. */
async function outputsOf(commands: readonly (readonly string[])[], world: World) {
  const store = createMemoryStore();
  const outputs: string[] = [];
  const keys: string[] = [];
  for (const [at, words] of commands.entries()) {
    const base = createTestContext({
      ...world,
      stdin: '',
      store,
      browser: (url) => void browse(url, AGUS),
      argv: [...words, '-v', '--har', 'out.har'],
    });
    let slept = 0;
    const context: Context = {
      ...base,
      now: () => Math.floor(Date.now() / 1000) + slept,
      ports: {
        ...base.ports,
        // The time to log in lasts until nobody waits any more; between two questions agus enters the code.
        sleep: async (ms, signal) => {
          if (ms > 60_000) return new Promise((done) => signal?.addEventListener('abort', () => done()));
          slept += ms / 1000;
          const shown = /or open +(http\S+)/.exec(base.written.stderr)?.[1];
          if (shown !== undefined && slept === 1) await browse(shown, { ...AGUS, presses: 'yes' });
        },
      },
    };
    const { written } = base;
    expect({ status: await run(context), stderr: written.stderr }).toMatchObject({ status: 0 });
    // What was asked for stands in HAR and trace of a login; that nothing was left out is worth a look too.
    if (at === 0) expect(written.files['out.har']?.length).toBeGreaterThan(2_000);
    for (const { credential } of await store.list())
      if (credential.kind === 'bearer' && credential.dpopKey) keys.push(credential.dpopKey.d);
    outputs.push(written.stdout, written.stderr, written.files['out.har'] ?? '');
  }
  return { all: outputs.join('\n'), keys };
}

test.for(flows)('$flow', async ({ argv, world = {} }) => {
  const wire = secretsOfTheWire();
  const http = wire.over(createHttp(new AbortController().signal));
  const login = ['login', strict.issuer, ...argv, '--as', 'it'];
  const { all, keys } = await outputsOf([login, ['logout', '--as', 'it']], { ...world, answer: http.send });
  const handed = [...Object.values(SECRETS), ASSERTION_KEY_PEM.split('\n')[1] ?? ''];
  expect(wire.seen.size).toBeGreaterThan(0);
  expect(keys).toHaveLength(argv.includes('--dpop') ? 1 : 0);
  expect([...wire.seen, ...handed, ...keys].filter((value) => all.includes(value))).toEqual([]);
});

test('refresh', async () => {
  const wire = secretsOfTheWire();
  const { send } = wire.over(createHttp(new AbortController().signal));
  const world = oauthWorld(AGUS, { http: { send } });
  const { session } = await oauthLogin(
    oauthLoginRequest(strict.issuer, { scope: 'openid offline_access' }),
    world.ports,
  );
  const { refreshToken = '' } = session.credential as BearerCredential;
  const { all } = await outputsOf(
    [
      ['login', strict.issuer, '--flow', 'refresh', '--client-id', 'cli', '--as', 'it'],
      ['logout', '--as', 'it'],
    ],
    { env: { AUTHCTL_REFRESH_TOKEN: refreshToken }, answer: send },
  );
  expect(wire.seen).toContain(refreshToken);
  expect([...wire.seen].filter((value) => all.includes(value))).toEqual([]);
});
