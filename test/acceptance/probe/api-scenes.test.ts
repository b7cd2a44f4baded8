/** Ways in which real APIs differ that take a server with a memory, or routes of their own; the others: api-kinds.test.ts. */
import { afterEach, describe, expect, test } from 'vitest';
import { holder, json, personWith, type Told, tokenOf } from '../../support/api-kind.js';
import { type SceneItem, sceneItems } from '../../support/api-kinds/scenes.js';
import {
  type LoopbackServer,
  type ReceivedRequest,
  startLoopbackServer,
} from '../../support/loopback-server.js';
import { cellInShort, type ProbeRun, runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

type Caller = ReturnType<typeof holder>;
type Handle = (request: ReceivedRequest, caller: Caller) => Told;

const UNKNOWN: Told = { status: 401, headers: { 'www-authenticate': 'Bearer' } };
const users = (caller: Caller): Told => {
  if (caller === undefined) return UNKNOWN;
  return caller === 'sari' ? { status: 200, body: [{ id: 1 }] } : { status: 403 };
};
const login = (request: ReceivedRequest): Told => {
  const person = personWith(json(request).username, json(request).password);
  return person ? { status: 200, body: { token: tokenOf(person) } } : { status: 401, body: {} };
};

/** `POST /login` is as usual, unless told otherwise. */
async function start(handle: Handle, logIn: (request: ReceivedRequest) => Told = login): Promise<void> {
  server = await startLoopbackServer((request, response) => {
    const caller = holder(request.headers.authorization?.slice('Bearer '.length));
    const {
      status,
      body = '',
      headers = {},
    } = request.path === '/login' ? logIn(request) : handle(request, caller);
    response.writeHead(status, { ...headers }).end(JSON.stringify(body));
  });
}

const yaml = (routes: string, { agus = '', sari = '', more = '' } = {}) => `version: 1
api: ${server.url}
roles: [reader, admin]
login: { flow: json, path: /login }
subjects:
  agus: { role: reader, password: agus-pass${agus} }
  sari: { role: admin, password: sari-pass${sari} }
${more}routes:
${routes}`;

const matrix = (run: ProbeRun) => run.result.cells.map(cellInShort);
const canaries = (run: ProbeRun) => run.result.subjects.map(({ name, canary }) => `${name} ${canary}`);

/** Somebody whose token the API does not know (any more). */
const STRANGER = ', login: { headers: { Authorization: "Bearer from-before" } }';

const scenes: Readonly<Record<SceneItem, () => void>> = {
  'refused with 200 and nothing changed': () => {
    const startTitle = () => {
      let title = 'On doors';
      return start((request, caller) => {
        if (request.path !== '/title') return { status: 404 };
        if (!caller) return UNKNOWN;
        if (request.method === 'PUT' && caller === 'sari') title = String(json(request).title);
        return { status: 200, body: request.method === 'GET' ? { title } : { ok: 1 } };
      });
    };
    const routes = `  GET /title: { allow: [reader, admin] }
  PUT /title: { allow: [admin], body: { title: New } }
`;
    test('with denyWhen: [{ unchanged: true }] it is a denial', async () => {
      await startTitle();
      const more = 'decide: { denyWhen: [{ unchanged: true }] }\n';
      const run = await runProbeCommand(yaml(routes, { more }), { flags: ['--allow-writes'] });
      expect({ matrix: matrix(run).slice(3), exit: run.exit }).toEqual({
        matrix: [
          'anonymous PUT /title: deny 401, as-expected',
          'agus PUT /title: deny soft, as-expected',
          'sari PUT /title: allow, as-expected',
        ],
        exit: 0,
      });
    });

    test('without it, the note names it', async () => {
      await startTitle();
      const run = await runProbeCommand(yaml(routes), { flags: ['--allow-writes'], json: false });
      expect(run.exit).toBe(1);
      expect(run.stdout.replace(/\s+/g, ' ')).toContain('say `denyWhen: [{ unchanged: true }]`');
    });
  },

  'public routes that a bad token breaks': () =>
    test('its 401 is no restriction of the route: that subject stays open, the others are judged', async () => {
      await start((request, caller) => {
        if (!['/health', '/users'].includes(request.path)) return { status: 404 };
        if (caller === 'unknown') return UNKNOWN;
        return request.path === '/health' ? { status: 200, body: { up: true } } : users(caller);
      });
      const routes = '  GET /health: { allow: any }\n  GET /users: { allow: [admin] }\n';
      const run = await runProbeCommand(yaml(routes, { agus: STRANGER }));
      expect({ matrix: matrix(run), findings: run.result.findings, exit: run.exit }).toEqual({
        matrix: [
          'anonymous GET /health: allow, as-expected',
          'agus GET /health: inconclusive credential, inconclusive',
          'sari GET /health: allow, as-expected',
          'anonymous GET /users: deny 401, as-expected',
          'agus GET /users: inconclusive credential, inconclusive',
          'sari GET /users: allow, as-expected',
        ],
        findings: [],
        exit: 3,
      });
    }),

  'routes open only without a login': () =>
    test('{ allow: [anonymous] }', async () => {
      await start((request, caller) => {
        if (request.path === '/register') return { status: caller ? 403 : 200, body: { form: 1 } };
        if (request.path !== '/me') return { status: 404 };
        return caller ? { status: 200, body: { you: caller } } : UNKNOWN;
      });
      const routes = '  GET /me: { allow: [reader, admin] }\n  GET /register: { allow: [anonymous] }\n';
      const run = await runProbeCommand(yaml(routes));
      expect({ matrix: matrix(run).slice(3), exit: run.exit }).toEqual({
        matrix: [
          'anonymous GET /register: allow, as-expected',
          'agus GET /register: deny 403, as-expected',
          'sari GET /register: deny 403, as-expected',
        ],
        exit: 0,
      });
    }),

  'a bad token treated as no token': () => {
    /** `/feed` for everybody, with the name of whoever is known. */
    const startFeed = () =>
      start((request, caller) => {
        const person = caller === 'unknown' ? undefined : caller;
        if (request.path === '/feed') return { status: 200, body: { you: person ?? null } };
        return request.path === '/users' ? users(person) : { status: 404 };
      });
    const routes = '  GET /feed: { allow: any }\n  GET /users: { allow: [admin] }\n';
    const canary = ', canary: /feed';

    test('a route that everybody reaches does not show that the token works', async () => {
      await startFeed();
      const run = await runProbeCommand(yaml(routes, { agus: `${STRANGER}${canary}`, sari: canary }));
      expect({ canaries: canaries(run), agus: matrix(run)[4], exit: run.exit }).toEqual({
        canaries: ['anonymous ok', 'agus failed', 'sari ok'],
        agus: 'agus GET /users: inconclusive credential, inconclusive',
        exit: 3,
      });
    });

    test('a good one is known by what the route says to its holder alone', async () => {
      await startFeed();
      const run = await runProbeCommand(yaml(routes, { agus: canary, sari: canary }));
      expect({ canaries: canaries(run), agus: matrix(run)[4], exit: run.exit }).toEqual({
        canaries: ['anonymous ok', 'agus ok', 'sari ok'],
        agus: 'agus GET /users: deny 403, as-expected',
        exit: 0,
      });
    });
  },

  'accounts locked after repeated failures': () => {
    /** Locks an account at its second failure in a row. */
    function startLocking(knows: (caller: Caller) => boolean = (caller) => caller !== undefined) {
      const failures = new Map<string, number>();
      const logIn = (request: ReceivedRequest): Told => {
        const name = String(json(request).username);
        const before = failures.get(name) ?? 0;
        if (before >= 2) return { status: 423, body: { message: 'locked' } };
        const told = login(request);
        failures.set(name, told.status === 200 ? 0 : before + 1);
        return told;
      };
      const me: Handle = ({ path }, caller) => {
        if (path !== '/me') return { status: 404 };
        return knows(caller) ? { status: 200, body: { you: caller } } : UNKNOWN;
      };
      return start(me, logIn);
    }
    const routes = '  GET /me: { allow: [reader, admin] }\n';
    const loginsOf = (name: string) =>
      server.received.filter((request) => request.path === '/login' && json(request).username === name)
        .length;

    test('a wrong password is tried once', async () => {
      await startLocking();
      const run = await runProbeCommand(yaml(routes).replace('agus-pass', 'mistyped'));
      expect({ agus: loginsOf('agus'), sari: loginsOf('sari'), exit: run.exit }).toEqual({
        agus: 1,
        sari: 1,
        exit: 3,
      });
      expect(run.stderr).toContain('check `password:` of the subject');
    });

    test('credentials that do not work are asked for once more, and no oftener', async () => {
      await startLocking(() => false);
      await runProbeCommand(yaml(routes));
      expect([loginsOf('agus'), loginsOf('sari')]).toEqual([2, 2]);
    });

    test('the checks of logins leave one failure behind, which locks nobody out', async () => {
      await startLocking();
      const run = await runProbeCommand(yaml(routes), { flags: ['--checks', 'logins'] });
      expect(run.result.checks.map(({ check, verdict }) => `${check} ${verdict}`)).toContain(
        'user-enumeration refused',
      );
      expect({ findings: run.result.findings, exit: run.exit }).toEqual({ findings: [], exit: 0 });
      const again = await runProbeCommand(yaml(routes));
      expect(again.exit).toBe(0);
    });
  },
};

describe.each(sceneItems)('%s', (item) => scenes[item]());
