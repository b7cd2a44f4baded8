/** `probe --parity`: the same people with a token and with a cookie session, on APIs that treat both alike and on others. */
import { afterEach, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import type { Session } from '../../../src/session/session.js';
import {
  answerJson,
  type LoopbackServer,
  type ReceivedRequest,
  startLoopbackServer,
} from '../../support/loopback-server.js';
import { cellInShort, runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

interface Caller {
  readonly name: string;
  readonly way: 'token' | 'cookie';
}

/** What a route answers; by default reports are for sari, whatever she comes with. */
type Rule = (caller: Caller, request: ReceivedRequest) => number;
const forSari: Rule = ({ name }) => (name === 'sari' ? 200 : 403);

const CSRF = 'csrf-of-this-session';

interface Api {
  readonly reports?: Rule;
  readonly write?: Rule;
  /** Whether a cookie that was logged out is dead. */
  readonly keepsSessions?: boolean;
}

/** Tokens from POST /login, cookies from POST /session, which DELETE /session ends. */
async function start({ reports = forSari, write = forSari, keepsSessions = false }: Api = {}): Promise<void> {
  const sessions = new Map<string, string>();
  const logins: Readonly<Record<string, (request: ReceivedRequest) => [body: object, cookie?: string]>> = {
    'GET /session': () => [{}, `xsrf=${CSRF}; Path=/`],
    'POST /login': (request) => [{ access_token: `token-of-${usernameIn(request)}` }],
    'POST /session': (request) => {
      const id = `session-${sessions.size}`;
      sessions.set(id, usernameIn(request));
      return [{}, `sid=${id}; HttpOnly; Path=/`];
    },
    'DELETE /session': ({ headers }) => {
      if (!keepsSessions) sessions.delete(sidIn(headers) ?? '');
      return [{}];
    },
  };
  const routes: Readonly<Record<string, Rule>> = {
    'GET /me': () => 200,
    'GET /reports': reports,
    'POST /reports': write,
  };
  server = await startLoopbackServer((request, response) => {
    const name = `${request.method} ${request.path}`;
    const login = logins[name]?.(request);
    if (login) return answerJson(response, 200, login[0], login[1] ? { 'set-cookie': login[1] } : {});
    const caller = callerOf(request, sessions);
    if (!caller) return answerJson(response, 401, {}, { 'www-authenticate': 'Bearer' });
    const status = routes[name]?.(caller, request) ?? 404;
    answerJson(response, status, status < 300 ? [{ id: 1, of: caller.name }] : {});
  });
}

const usernameIn = ({ body }: ReceivedRequest): string =>
  (JSON.parse(body) as { readonly username: string }).username;

const sidIn = (headers: ReceivedRequest['headers']): string | undefined =>
  /sid=([\w-]+)/.exec(headers.cookie ?? '')?.[1];

function callerOf({ headers }: ReceivedRequest, sessions: ReadonlyMap<string, string>): Caller | undefined {
  const holder = /^Bearer token-of-(\w+)$/.exec(headers.authorization ?? '')?.[1];
  if (holder !== undefined) return { name: holder, way: 'token' };
  const user = sessions.get(sidIn(headers) ?? '');
  return user === undefined ? undefined : { name: user, way: 'cookie' };
}

const yaml = (more = '', login = '{ flow: json, path: /login }') => `version: 1
api: ${server.url}
login: ${login}
subjects:
  agus: { role: reader, password: agus-demo }
  sari: { role: admin, password: sari-demo }
routes:
  GET /me: { allow: [reader, admin] }
  GET /reports: { allow: [admin] }
  POST /reports: { allow: [admin], body: { title: New } }
${more}`;

const parity = 'parity: { flow: session, path: /session }\n';
const probe = (text: string, flags: readonly string[] = []) =>
  runProbeCommand(text, { flags: ['--parity', '--no-anonymous', ...flags] });

test('where both ways are answered alike, nothing is found, and each subject stands there twice', async () => {
  await start();
  const { exit, result } = await probe(yaml(parity));
  expect({ exit, findings: result.findings, subjects: result.subjects }).toEqual({
    exit: 0,
    findings: [],
    subjects: [
      { name: 'agus', role: 'reader', credential: 'bearer', canary: 'ok' },
      { name: 'agus:session', role: 'reader', credential: 'cookie', canary: 'ok', twinOf: 'agus' },
      { name: 'sari', role: 'admin', credential: 'bearer', canary: 'ok' },
      { name: 'sari:session', role: 'admin', credential: 'cookie', canary: 'ok', twinOf: 'sari' },
    ],
  });
});

describe('where it matters how one is logged in', () => {
  const found = async (api: Api, text = () => yaml(parity), flags: readonly string[] = []) => {
    await start(api);
    const { exit, result } = await probe(text(), flags);
    return {
      exit,
      findings: result.findings
        .filter((finding) => finding.class.startsWith('parity'))
        .map(({ id, message, cwe, owasp, repeat }) => ({ id, message, cwe, owasp, repeat })),
    };
  };

  test('a cell that differs is a finding, and the answer is no', async () => {
    const lax: Rule = (caller, request) => (caller.way === 'cookie' ? 200 : forSari(caller, request));
    expect(
      await found({ reports: lax }, () =>
        yaml(parity).replace('GET /reports: { allow: [admin] }', 'GET /reports: { deny: 403 }'),
      ),
    ).toEqual({
      exit: 1,
      findings: [
        {
          id: 'parity GET /reports',
          message: 'GET /reports: agus (reader) gets 403, agus:session (reader) may',
          cwe: 285,
          owasp: 'API5:2023',
          repeat: `curl -i -H "Cookie: $COOKIE" '${server.url}/reports'`,
        },
      ],
    });
  });

  test('a denial that looks otherwise is told, and the answer stays yes', async () => {
    const other: Rule = (caller) => (caller.name === 'sari' ? 200 : caller.way === 'cookie' ? 401 : 403);
    const { exit, findings } = await found({ reports: other });
    expect({ exit, messages: findings.map(({ id, message }) => `${id} | ${message}`) }).toEqual({
      exit: 0,
      messages: [
        'parity-denial GET /reports | GET /reports: agus (reader) gets 403, agus:session (reader) gets 401',
      ],
    });
  });

  test('a waiver accepts it for a while', async () => {
    const lax: Rule = (caller, request) => (caller.way === 'cookie' ? 200 : forSari(caller, request));
    const waivers = `waivers:
  - { finding: "parity GET /reports", reason: known, until: "2027-01-31" }
  - { finding: "privilege-escalation *", reason: known, until: "2027-01-31" }
`;
    expect((await found({ reports: lax }, () => yaml(parity + waivers))).exit).toBe(0);
  });

  test('what one side leaves open is no difference, and nothing that is settled', async () => {
    const busy: Rule = (caller, request) => (caller.way === 'cookie' ? 500 : forSari(caller, request));
    await start({ reports: busy });
    const { exit, result, stdout } = await runProbeCommand(yaml(parity), {
      flags: ['--parity', '--no-anonymous'],
      json: false,
    });
    expect({ exit, result, said: /\d+ requests with two logins.*?\n\n/s.exec(stdout)?.[0] }).toEqual({
      exit: 3,
      result: {},
      said: '4 requests with two logins each: 2 alike, 0 different, 2 of which one side is\n  inconclusive\n\n',
    });
  });
});

describe('the CSRF token of the cookie side', () => {
  const guarded: Rule = (caller, request) => {
    const hasToken = request.headers['x-xsrf-token'] === CSRF;
    return caller.way === 'cookie' && !hasToken ? 403 : forSari(caller, request);
  };
  const withRule = 'parity: { flow: session, path: /session, csrf: "cookie:xsrf=header:X-XSRF-TOKEN" }\n';
  const writes = ['--allow-writes', '--only', 'POST *', '--only', 'GET /me'];

  test('goes along with what changes something', async () => {
    await start({ write: guarded });
    const { exit, result, stdout } = await probe(yaml(withRule), writes);
    expect({ exit, cells: result.cells.filter(({ method }) => method === 'POST').map(cellInShort) }).toEqual({
      exit: 0,
      cells: [
        'agus POST /reports: deny 403, as-expected',
        'agus:session POST /reports: deny 403, as-expected',
        'sari POST /reports: allow, as-expected',
        'sari:session POST /reports: allow, as-expected',
      ],
    });
    expect(stdout).not.toContain(CSRF);
  });

  test('is in a body where `{{csrf}}` stands there', async () => {
    await start({
      write: (caller, request) =>
        caller.way === 'cookie' && !request.body.includes(CSRF) ? 403 : forSari(caller, request),
    });
    const rule = 'parity: { flow: session, path: /session, csrf: "cookie:xsrf=field:_csrf" }\n';
    const text = yaml(rule).replace('{ title: New }', '{ title: New, _csrf: "{{csrf}}" }');
    const { exit } = await probe(text, [...writes, '--as', 'sari:session']);
    expect(exit).toBe(0);
  });

  test('does not go along with what a page of another site would send', async () => {
    await start({ write: guarded });
    const { result } = await probe(yaml(withRule), [...writes, '--checks', 'writes']);
    expect(result.checks.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual(['csrf refused']);
  });
});

test('a logout is checked on both sides: a token lives on, a cookie has to be dead', async () => {
  await start({ keepsSessions: true });
  const description = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'API', version: '1' },
    paths: {
      '/me': { get: { security: [{ any: [] }] } },
      '/session': { post: {}, delete: {} },
    },
  });
  const { exit, result } = await runProbeCommand(yaml(parity), {
    flags: ['--parity', '--as', 'agus', '--only', 'GET /me', '--checks', 'logins', '--openapi', 'api.json'],
    files: { '/project/api.json': description },
  });
  const logouts = result.checks.filter(({ check }) => check.startsWith('logout'));
  expect({ exit, logouts: logouts.map(({ check, verdict }) => `${check} ${verdict}`) }).toEqual({
    exit: 1,
    logouts: ['logout.bearer lives-on', 'logout.cookie accepted'],
  });
});

describe('the other way to log in', () => {
  test('is guessed: a session beside a token', async () => {
    await start();
    const { error, result } = await probe(yaml());
    expect(error).toBe(undefined);
    expect(result.subjects.map(({ name }) => name)).toEqual(['agus', 'agus:session', 'sari', 'sari:session']);
  });

  test('has to be said where the usual one is written out', async () => {
    await start();
    const steps = '{ steps: [{ request: POST /login, capture: { token: /access_token } }] }';
    const { exit, error } = await probe(yaml('', steps));
    expect({ exit, error }).toMatchObject({
      exit: 2,
      error: { message: "authctl.yaml does not say in which other way 'agus' logs in" },
    });
  });

  test('that is refused leaves its column inconclusive, and the rest goes on', async () => {
    await start();
    const { exit, result, stderr } = await probe(yaml('parity: { flow: session, path: /nowhere }\n'), [
      '--as',
      'agus',
      '--only',
      'GET /reports',
    ]);
    expect({ exit, cells: result.cells.map(cellInShort) }).toEqual({
      exit: 3,
      cells: [
        'agus GET /reports: deny 403, as-expected',
        'agus:session GET /reports: inconclusive credential, inconclusive',
      ],
    });
    expect(stderr).toContain("'agus:session' has no credentials");
  });
});

describe('stored sessions', () => {
  const session = (name: string, credential: Session['credential'], role: string | null): Session => ({
    ...{ name, server: server.url, username: 'agus', role, credential, createdAt: 0 },
    flow: credential.kind === 'cookie' ? 'session' : 'json',
  });
  const token = { kind: 'bearer', accessToken: 'token-of-agus' } as const;
  const cookie = () =>
    ({
      kind: 'cookie',
      cookies: [
        {
          ...{ name: 'sid', value: 'session-0', domain: '127.0.0.1', hostOnly: true },
          ...{ path: '/', secure: false, httpOnly: true },
        },
      ],
    }) as const;
  const routes = () => `version: 1\napi: ${server.url}\nroutes:\n  GET /me: { allow: [reader] }\n`;

  test('of one user name are the two ways', async () => {
    await start();
    await fetch(`${server.url}/session`, { method: 'POST', body: '{"username":"agus"}' });
    const store = createMemoryStore(session('agus', token, 'reader'), session('browser', cookie(), null));
    const { exit, result } = await runProbeCommand(routes(), {
      flags: ['--parity', '--no-anonymous'],
      store,
    });
    expect({ exit, subjects: result.subjects }).toMatchObject({
      exit: 0,
      subjects: [
        { name: 'agus', role: 'reader', credential: 'bearer' },
        { name: 'browser', role: 'reader', credential: 'cookie', twinOf: 'agus' },
      ],
    });
  });

  test('where nobody has both, the hint is the login that is missing', async () => {
    await start();
    const store = createMemoryStore(session('agus', token, 'reader'));
    const { exit, error } = await runProbeCommand(routes(), { flags: ['--parity'], store });
    expect({ exit, error }).toMatchObject({
      exit: 4,
      error: {
        message: 'nobody is logged in both with a token and with a cookie',
        hint: `log in the other way too: \`authctl login ${server.url} --username agus --as agus-cookie --flow session\`, or list subjects in authctl.yaml`,
      },
    });
  });
});
