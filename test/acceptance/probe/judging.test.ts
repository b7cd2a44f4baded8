/** Ownership, tenants, fields, markers and waivers, end to end. */
import { afterEach, describe, expect, test } from 'vitest';
import { answerJson, type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js';
import { cellInShort, runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

const people: Readonly<Record<string, { role: string; tenant: string }>> = {
  agus: { role: 'user', tenant: 'north' },
  william: { role: 'user', tenant: 'south' },
  sari: { role: 'admin', tenant: 'north' },
};

type Who = { readonly name: string; readonly role: string; readonly tenant: string };
type Handle = (who: Who, path: string) => { status: number; body?: unknown };

/** An API whose callers name themselves in a header; `/me` for everybody. */
async function start(handle: Handle): Promise<void> {
  server = await startLoopbackServer(({ path, headers }, response) => {
    const name = String(headers['x-key'] ?? '').replace(/^key-of-/, '');
    const person = people[name];
    if (!person) return answerJson(response, 401, {}, { 'www-authenticate': 'Key' });
    if (path.startsWith('/authctl-')) return answerJson(response, 404, {});
    if (path === '/me') return answerJson(response, 200, { name });
    const { status, body = {} } = handle({ name, ...person }, path);
    answerJson(response, status, body);
  });
}

const config = (subjects: Readonly<Record<string, string>>, routes: string, more = '') => `version: 1
api: ${server.url}
subjects:
${Object.entries(subjects)
  .map(
    ([name, rest]) =>
      `  ${name}: { role: ${people[name]?.role}, login: { headers: { X-Key: key-of-${name} } }, ${rest} }`,
  )
  .join('\n')}
routes:
  GET /me: { allow: [user, admin] }
${routes}${more}`;

const cellsOf = (run: Awaited<ReturnType<typeof runProbeCommand>>) =>
  run.result.cells.filter(({ path }) => path !== '/me').map(cellInShort);

describe('nested objects', () => {
  const subjects = {
    agus: 'owns: { users: u1, articles: a1 }',
    william: 'owns: { users: u2, articles: a2 }',
    sari: 'canary: /me',
  };
  const route =
    '  GET /users/{user}/articles/{id}: { allow: [{ role: user, when: own }, admin], params: { user: users, id: articles } }\n';
  const exists = ['/users/u1/articles/a1', '/users/u2/articles/a2'];
  const owner: Readonly<Record<string, string>> = { u1: 'agus', u2: 'william', a1: 'agus', a2: 'william' };

  test('own, other, and the pairs that do not belong together', async () => {
    await start(({ name, role }, path) => {
      if (!exists.includes(path)) return { status: 404 };
      return {
        status: role === 'admin' || owner[path.split('/')[2] ?? ''] === name ? 200 : 403,
        body: { path },
      };
    });
    const run = await runProbeCommand(config(subjects, route), { flags: ['--no-anonymous'] });
    expect(cellsOf(run)).toEqual([
      'agus GET /users/u2/articles/a2 other: deny 403, as-expected',
      'agus GET /users/u1/articles/a1 own: allow, as-expected',
      'agus GET /users/u1/articles/a2 other: deny hidden, as-expected',
      'agus GET /users/u2/articles/a1 other: deny hidden, observed',
      'william GET /users/u1/articles/a1 other: deny 403, as-expected',
      'william GET /users/u2/articles/a2 own: allow, as-expected',
      'william GET /users/u2/articles/a1 other: deny hidden, as-expected',
      'william GET /users/u1/articles/a2 other: deny hidden, observed',
      'sari GET /users/u1/articles/a1 other: allow, as-expected',
    ]);
    expect(run.exit).toBe(0);
  });

  test("an API that looks at the parent only: somebody else's object below one's own", async () => {
    await start(({ name, role }, path) => {
      const [, , user = '', , article] = path.split('/');
      if (role !== 'admin' && owner[user] !== name) return { status: 403 };
      return { status: 200, body: { article } };
    });
    const run = await runProbeCommand(config(subjects, route), { flags: ['--no-anonymous'] });
    const violations = run.result.cells
      .filter(({ outcome }) => outcome === 'violation')
      .map(({ url }) => url);
    expect(violations).toEqual(['/users/u1/articles/a2', '/users/u2/articles/a1']);
    expect(run.result.findings.map((finding) => finding.class)).toEqual(['bola']);
    expect(run.exit).toBe(1);
  });
});

describe('tenants', () => {
  const subjects = {
    agus: 'attributes: { tenant: north, level: 1 }',
    william: 'attributes: { tenant: south, level: 3 }',
    sari: 'attributes: { tenant: north, level: 3 }',
  };
  const objects = `objects:
  reports:
    r1: { attributes: { tenant: north, level: 1 }, marker: northern }
    r2: { attributes: { tenant: south, level: 2 } }
`;
  const condition = 'subject.tenant == object.tenant and subject.level >= object.level';
  const route = `  GET /reports/{id}: { allow: [{ role: user, when: "${condition}" }, admin], params: { id: reports } }\n`;
  const tenantOf: Readonly<Record<string, string>> = { '/reports/r1': 'north', '/reports/r2': 'south' };

  test('one object inside and one outside for whoever may under the condition', async () => {
    await start(({ role, tenant }, path) =>
      role === 'admin' || tenantOf[path] === tenant
        ? { status: 200, body: { tenant: tenantOf[path] } }
        : { status: 403 },
    );
    const run = await runProbeCommand(config(subjects, route, objects), { flags: ['--no-anonymous'] });
    expect(cellsOf(run)).toEqual([
      'agus GET /reports/r2: deny 403, as-expected',
      'agus GET /reports/r1: allow, as-expected',
      'william GET /reports/r1: deny 403, as-expected',
      'william GET /reports/r2: allow, as-expected',
      'sari GET /reports/r1: allow, as-expected',
    ]);
    const marked = run.result.cells.find(({ url, subject }) => url === '/reports/r1' && subject === 'agus');
    expect(marked?.status).toBe(200);
  });

  test('an API that forgets the tenant', async () => {
    await start((_who, path) =>
      tenantOf[path] ? { status: 200, body: { text: 'northern' } } : { status: 404 },
    );
    const run = await runProbeCommand(config(subjects, route, objects), { flags: ['--no-anonymous'] });
    expect(run.result.findings.map(({ id, confidence }) => `${id} ${confidence}`)).toEqual([
      'bola GET /reports/{id} confirmed',
    ]);
    expect(run.exit).toBe(1);
  });

  test.for([
    { when: 'subject.tenant = object.tenant', message: 'is no condition' },
    { when: 'process.exit(1)', message: 'is no condition' },
    { when: 'subject.tenent == object.tenant', message: "no subject has the attribute 'tenent'" },
  ])('$when is refused', async ({ when, message }) => {
    await start(() => ({ status: 200 }));
    const bad = `  GET /reports/{id}: { allow: [{ role: user, when: "${when}" }], params: { id: reports } }\n`;
    const run = await runProbeCommand(config(subjects, bad, objects));
    expect(run.exit).toBe(2);
    expect(run.error?.message).toContain(message);
    expect(server.received).toEqual([]);
  });
});

describe('members that must not be there', () => {
  const subjects = { agus: 'canary: /me', sari: 'canary: /me' };
  const route = '  GET /users: { allow: [user, admin], forbiddenFields: { user: [password, /*/email] } }\n';

  test('access that is meant, to a body that holds too much', async () => {
    await start(() => ({
      status: 200,
      body: [{ name: 'a', email: 'a@b.example', deep: { password: 'x' } }],
    }));
    const run = await runProbeCommand(config(subjects, route), { flags: ['--no-anonymous'] });
    expect(cellsOf(run)).toEqual([
      'agus GET /users: allow, violation',
      'sari GET /users: allow, as-expected',
    ]);
    expect(
      run.result.cells.find(({ subject, path }) => subject === 'agus' && path === '/users')?.exposes,
    ).toEqual(['password', '/*/email']);
    expect(run.result.findings.map(({ message }) => message)).toEqual([
      'GET /users: agus (user) gets members that must not be there: password, /*/email',
    ]);
    expect(run.exit).toBe(1);
  });

  test('null is not there', async () => {
    await start(() => ({ status: 200, body: [{ name: 'a', email: null }] }));
    expect((await runProbeCommand(config(subjects, route), { flags: ['--no-anonymous'] })).exit).toBe(0);
  });
});

describe('waivers', () => {
  const subjects = { agus: 'canary: /me', sari: 'canary: /me' };
  const route = '  GET /users: { allow: [admin] }\n';
  const waiver = (finding: string, until: string) =>
    `waivers: [{ finding: "${finding}", reason: ticket 7, until: ${until} }]\n`;
  // The clock of these tests stands at 2026-01-01.
  test.for([
    {
      name: 'in force',
      text: waiver('privilege-escalation GET /users', '"2026-01-01"'),
      exit: 0,
      state: 'used',
    },
    { name: 'with a star', text: waiver('* GET /users', '"2026-06-30"'), exit: 0, state: 'used' },
    { name: 'expired', text: waiver('* GET /users', '"2025-12-31"'), exit: 1, state: 'expired' },
    { name: 'of nothing', text: waiver('bola GET /gone', '"2026-06-30"'), exit: 1, state: 'unmatched' },
  ])('$name', async ({ text, exit, state }) => {
    await start(() => ({ status: 200, body: [{ id: 1 }] }));
    const run = await runProbeCommand(config(subjects, route, text), { flags: ['--no-anonymous'] });
    expect({ exit: run.exit, states: run.result.waivers.map((each) => each.state) }).toEqual({
      exit,
      states: [state],
    });
    expect(run.result.summary).toMatchObject(
      exit === 0 ? { violations: 0, waived: 1 } : { violations: 1, waived: 0 },
    );
  });
});
