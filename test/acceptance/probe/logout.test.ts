/** What is logged out, and what a cookie's attributes keep out: logins that the configuration spells out, end to end. */
import { afterEach, describe, expect, test } from 'vitest';
import { answerJson, type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js';
import { runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

interface Api {
  /** Whether a logout takes the token back. */
  readonly forgets?: boolean;
  /** What a token looks like; `#` stands for its number. */
  readonly token?: string;
  /** Attributes of the cookie. */
  readonly cookie?: string;
}

/** POST /in gives a token and a cookie, PUT /out with the token in its body takes it back; /me and /notes ask for one of them. */
async function start({ forgets = true, token = 'opaque-#', cookie = 'HttpOnly' }: Api = {}): Promise<void> {
  const known = new Set<string>();
  let given = 0;
  server = await startLoopbackServer(({ method, path, headers, body }, response) => {
    if (path === '/in') {
      given += 1;
      const fresh = token.replace('#', String(given));
      known.add(fresh);
      return answerJson(response, 200, { token: fresh }, { 'set-cookie': `sid=${fresh}; Path=/; ${cookie}` });
    }
    const held =
      headers.authorization?.replace('Token ', '') ?? /sid=([^;]+)/.exec(headers.cookie ?? '')?.[1];
    if (held === undefined || !known.has(held)) return answerJson(response, 401, {});
    if (path === '/out' && method === 'PUT' && body.includes('everywhere')) {
      if (forgets) known.delete(held);
      return answerJson(response, 200, {});
    }
    answerJson(response, ['/me', '/notes'].includes(path) ? 200 : 404, { method });
  });
}

const yaml = (login: string) => `version: 1
api: ${server.url}
subjects: { agus: { role: reader, password: agus-demo, login: ${login} } }
routes:
  GET /me: { allow: [reader] }
  POST /notes: { allow: [reader], body: { text: a } }
`;

describe('a logout that the configuration spells out', () => {
  const steps = (logout: string) =>
    `{ steps: [{ request: POST /in, capture: { token: /token } }], headers: { Authorization: "Token {{token}}" }${logout} }`;
  const LOGOUT = ', logout: { request: PUT /out, body: { from: everywhere } }';

  test.for([
    { name: 'is sound', api: {}, login: steps(LOGOUT), verdict: 'refused', exit: 0 },
    {
      name: 'leaves the token alive',
      api: { forgets: false },
      login: steps(LOGOUT),
      verdict: 'accepted',
      exit: 1,
    },
    {
      name: 'of a JWT, which nothing takes back',
      api: { forgets: false, token: 'eyJhbGciOiJub25lIn0.e30.#' },
      login: steps(LOGOUT),
      verdict: 'lives-on',
      exit: 0,
    },
    {
      name: 'that the server does not know',
      api: {},
      login: steps(', logout: { request: PUT /nowhere }'),
      verdict: 'skipped',
      exit: 0,
    },
    { name: 'is missing', api: {}, login: steps(''), verdict: 'skipped', exit: 0 },
    {
      name: 'beside a usual login',
      api: { forgets: false },
      login: `{ flow: session, path: /in${LOGOUT} }`,
      verdict: 'accepted',
      exit: 1,
    },
  ])('$name', async ({ api, login, verdict, exit }) => {
    await start(api);
    const run = await runProbeCommand(yaml(login), { flags: ['--checks', 'logins', '--only', 'GET /me'] });
    const logouts = run.result.checks.filter(({ check }) => check.startsWith('logout'));
    expect({ exit: run.exit, verdicts: logouts.map((check) => check.verdict) }).toEqual({
      exit,
      verdicts: [verdict],
    });
  });

  test('one that is skipped says how to name it', async () => {
    await start();
    const { result } = await runProbeCommand(yaml(steps('')), {
      flags: ['--checks', 'logins', '--only', 'GET /me'],
    });
    expect(result.checks.map(({ needs }) => needs)).toEqual([
      'needs a logout that works: name it with `logout:` under `login:` in authctl.yaml',
    ]);
  });
});

describe('a write that asks for no CSRF token', () => {
  test.for([
    { cookie: 'HttpOnly', finds: [{ id: 'csrf', severity: 'medium' }] },
    { cookie: 'SameSite=None', finds: [{ id: 'csrf', severity: 'medium' }] },
    { cookie: 'SameSite=Lax', finds: [{ id: 'csrf csrf.same-site', severity: 'low' }] },
    { cookie: 'SameSite=Strict', finds: [{ id: 'csrf csrf.same-site', severity: 'low' }] },
  ])('with a cookie that is $cookie: $finds', async ({ cookie, finds }) => {
    await start({ cookie });
    const { exit, result } = await runProbeCommand(yaml('{ flow: session, path: /in }'), {
      flags: ['--checks', 'writes', '--allow-writes'],
    });
    expect({ exit, finds: result.findings }).toMatchObject({ exit: 1, finds });
    const forged = server.received.filter(({ headers }) => headers['sec-fetch-site'] !== undefined);
    expect(forged.map(({ headers }) => headers.cookie?.startsWith('sid='))).toEqual([true]);
  });
});
