/** Policy, description and API, any two of which may differ: each class of difference, end to end, with all that is told of it. */
import { afterEach, expect, test } from 'vitest';
import { answerJson, type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js';
import { runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

type Role = 'anonymous' | 'user' | 'admin';
interface Told {
  readonly status: number;
  readonly body?: unknown;
}

const people: Readonly<Record<string, Role>> = { agus: 'user', william: 'user', sari: 'admin' };
const content = { status: 200, body: { id: 1, text: 'content' } };
const who = { status: 401, body: {} };
const no = { status: 403, body: {} };

interface Row {
  readonly name: string;
  /** The line of `routes:`; absent where only the description says what is meant. */
  readonly policy?: string;
  /** What the description says of `GET /things/{id}`; null where it does not have it. */
  readonly described: 'public' | 'secured' | null;
  readonly answer: (name: string, role: Role, path: string) => Told;
  readonly flags?: readonly string[];
  /** Every finding of the run. */
  readonly finds: readonly string[];
  /** The message and the line to repeat it, of the first. */
  readonly message: string;
  readonly repeat: string;
  readonly exit: number;
}

const AS_KEY = `curl -i -H "x-key: $X_KEY" 'API/things/t1'`;
const sound = (_name: string, role: Role): Told =>
  role === 'anonymous' ? who : role === 'user' ? no : content;
const owner = (path: string): string => (path.endsWith('t1') ? 'agus' : 'william');

const rows: readonly Row[] = [
  {
    name: 'the policy guards it, the API does not',
    policy: '{ allow: [admin], params: { id: things } }',
    described: 'secured',
    answer: () => content,
    finds: ['critical exposed confirmed CWE-306 API2:2023: anonymous t1, agus t1, william t1'],
    message: 'GET /things/{id}: open to anonymous, agus (user), william (user), meant to be guarded',
    repeat: "curl -i 'API/things/t1'",
    exit: 1,
  },
  {
    name: 'the description guards it, the API does not, and there is no policy',
    described: 'secured',
    answer: () => content,
    finds: ['critical exposed confirmed CWE-306 API2:2023: anonymous t1'],
    message: 'GET /things/{id}: open to anonymous, meant to be guarded',
    repeat: "curl -i 'API/things/t1'",
    exit: 1,
  },
  {
    name: 'a lower role reaches what is meant for a higher one',
    policy: '{ allow: [admin], params: { id: things } }',
    described: 'secured',
    answer: (_name, role) => (role === 'anonymous' ? who : content),
    finds: ['high privilege-escalation confirmed CWE-285 API5:2023: agus t1, william t1'],
    message: 'GET /things/{id}: agus (user), william (user) may, though not meant to',
    repeat: AS_KEY,
    exit: 1,
  },
  {
    name: "somebody reaches another's object",
    policy: '{ allow: [{ role: user, when: own }, admin], params: { id: things } }',
    described: 'secured',
    answer: (_name, role) => (role === 'anonymous' ? who : content),
    finds: ['high bola confirmed CWE-639 API1:2023: agus t2, william t1'],
    message: "GET /things/{id}: agus (user), william (user) reaches somebody else's object",
    repeat: AS_KEY.replace('t1', 't2'),
    exit: 1,
  },
  {
    name: 'a member that must not be there',
    policy: '{ allow: [user, admin], params: { id: things }, forbiddenFields: { user: [/secret] } }',
    described: 'secured',
    answer: (_name, role) => (role === 'anonymous' ? who : { status: 200, body: { id: 1, secret: 's' } }),
    finds: ['high bopla confirmed CWE-213 API3:2023: agus t1, william t1'],
    message: 'GET /things/{id}: agus (user), william (user) gets members that must not be there: /secret',
    repeat: AS_KEY,
    exit: 1,
  },
  {
    name: 'somebody who may is denied',
    policy: '{ allow: [user, admin], params: { id: things } }',
    described: 'secured',
    answer: sound,
    finds: ['medium over-restricted proven CWE-null null: agus t1, william t1'],
    message: 'GET /things/{id}: agus (user), william (user) may not, though meant to',
    repeat: AS_KEY,
    exit: 1,
  },
  {
    name: 'denied in another way than the one that is meant',
    policy: '{ allow: [admin], deny: 403, params: { id: things } }',
    described: 'secured',
    answer: (_name, role) => (role === 'admin' ? content : { status: 404, body: {} }),
    finds: ['low wrong-denial proven CWE-204 null: agus t1, william t1'],
    message: 'GET /things/{id}: agus (user), william (user) is denied, but not in the way that is meant',
    repeat: AS_KEY,
    exit: 1,
  },
  {
    name: 'open as the policy says, described as guarded',
    policy: '{ allow: any, params: { id: things } }',
    described: 'secured',
    answer: () => content,
    finds: ['medium undocumented-public confirmed CWE-null API9:2023: anonymous t1'],
    message: 'GET /things/{id}: open to anonymous as the policy says, described as guarded',
    repeat: "curl -i 'API/things/t1'",
    exit: 0,
  },
  {
    name: 'guarded as the policy says, described as public',
    policy: '{ allow: [admin], params: { id: things } }',
    described: 'public',
    answer: sound,
    finds: ['low spec-lies proven CWE-null API9:2023: anonymous t1, agus t1, william t1'],
    message:
      'GET /things/{id}: the description says otherwise than the API does for anonymous, agus (user), william (user)',
    repeat: "curl -i 'API/things/t1'",
    exit: 0,
  },
  {
    name: 'policy and description disagree, and the API is on the side of the description',
    policy: '{ allow: [admin], params: { id: things } }',
    described: 'public',
    answer: () => content,
    finds: [
      'critical exposed confirmed CWE-306 API2:2023: anonymous t1, agus t1, william t1',
      'info policy-spec-conflict confirmed CWE-null API9:2023: anonymous t1, agus t1, william t1',
    ],
    message: 'GET /things/{id}: open to anonymous, agus (user), william (user), meant to be guarded',
    repeat: "curl -i 'API/things/t1'",
    exit: 1,
  },
  {
    name: 'served, and not described',
    policy: '{ allow: [user, admin], params: { id: things } }',
    described: null,
    answer: (_name, role) => (role === 'anonymous' ? who : content),
    finds: ['low undeclared-route confirmed CWE-1059 API9:2023: agus t1, william t1, sari t1'],
    message: 'GET /things/{id}: served to agus (user), william (user), sari (admin), and not described',
    repeat: AS_KEY,
    exit: 0,
  },
  {
    name: 'denied with a success status',
    policy: '{ allow: [admin], params: { id: things } }',
    described: 'secured',
    answer: (name, role) => (role === 'user' ? { status: 200, body: { code: 403 } } : sound(name, role)),
    finds: ['low soft-denial proven CWE-393 API8:2023: agus t1, william t1'],
    message:
      'GET /things/{id}: denied with a success status, and the truth only in the body: agus (user), william (user)',
    repeat: AS_KEY,
    exit: 0,
  },
];

async function start({ answer }: Row): Promise<void> {
  server = await startLoopbackServer(({ path, headers }, response) => {
    const name = String(headers['x-key'] ?? '').replace(/^key-of-/, '');
    const role = people[name] ?? 'anonymous';
    const told = (): Told => {
      if (path === '/me') return role === 'anonymous' ? who : { status: 200, body: { name } };
      return path.startsWith('/things/') ? answer(name, role, path) : { status: 404, body: {} };
    };
    const { status, body } = told();
    answerJson(response, status, body, { 'www-authenticate': 'Key' });
  });
}

const description = ({ described }: Row): string => {
  const secured = [{ key: [] }];
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 't1' };
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'things', version: '1' },
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    paths: {
      '/me': { get: { security: secured, responses: {} } },
      ...(described === null
        ? {}
        : {
            '/things/{id}': {
              get: { parameters: [id], security: described === 'public' ? [] : secured, responses: {} },
            },
          }),
    },
  });
};

const config = ({ policy }: Row): string => `version: 1
api: ${server.url}
openapi: openapi.json
roles: [user, admin]
subjects:
  agus:    { role: user, owns: { things: t1 }, canary: /me, login: { headers: { X-Key: key-of-agus } } }
  william: { role: user, owns: { things: t2 }, canary: /me, login: { headers: { X-Key: key-of-william } } }
  sari:    { role: admin, canary: /me, login: { headers: { X-Key: key-of-sari } } }
${policy === undefined ? '' : `routes:\n  GET /me: { allow: [user, admin] }\n  GET /things/{id}: ${policy}\n`}`;

test.for(rows)('$name', async (row, { expect: expectHere }) => {
  await start(row);
  const { exit, result } = await runProbeCommand(config(row), {
    files: { '/project/openapi.json': description(row) },
    flags: row.flags ?? [],
  });
  const placeOf = (index: number): string => {
    const cell = result.cells[index];
    return `${cell?.subject} ${cell?.url.split('/').at(-1)}`;
  };
  const [first] = result.findings;
  expectHere({
    finds: result.findings.map(
      ({ severity, class: name, confidence, cwe, owasp, cells }) =>
        `${severity} ${name} ${confidence} CWE-${cwe} ${owasp}: ${cells.map(placeOf).join(', ')}`,
    ),
    message: first?.message,
    repeat: first?.repeat.replace(server.url, 'API'),
    exit,
  }).toEqual({ finds: row.finds, message: row.message, repeat: row.repeat, exit: row.exit });
  expectHere(JSON.stringify(result)).not.toContain('key-of-');
});

test('an API that is as the policy and the description say has no finding', async () => {
  const row: Row = {
    name: 'sound',
    policy: '{ allow: [{ role: user, when: own }, admin], params: { id: things } }',
    described: 'secured',
    answer: (name, role, path) => (role === 'user' && owner(path) === name ? content : sound(name, role)),
    finds: [],
    message: '',
    repeat: '',
    exit: 0,
  };
  await start(row);
  const run = await runProbeCommand(config(row), { files: { '/project/openapi.json': description(row) } });
  expect({ exit: run.exit, findings: run.result.findings }).toEqual({ exit: 0, findings: [] });
});
