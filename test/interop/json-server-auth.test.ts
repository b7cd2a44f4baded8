import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SessionPlace } from '../support/session-runner.js';
import { type ForeignApi, register, startJsonServerAuth } from './json-server-auth.js';

/** The built program against json-server-auth: an API with a login of its own, that nobody here wrote. */
const data = () => ({
  users: [],
  articles: [{ id: 1, title: 'for everyone' }],
  notes: [{ id: 1, text: 'for who is logged in' }],
  drafts: [
    { id: 1, userId: 1, text: "agus's" },
    { id: 2, userId: 2, text: "william's" },
  ],
});

let api: ForeignApi;
let place: SessionPlace;

beforeAll(async () => {
  api = await startJsonServerAuth(data(), { users: 600, articles: 644, notes: 660, drafts: 600 });
  await register(api, 'agus@example.com', 'agus-demo');
  await register(api, 'william@example.com', 'william-demo');
});

afterAll(() => api.close());

beforeEach(async () => {
  place = await SessionPlace.open({
    setup: [`env API=${api.url}`, 'env AGUS_PASSWORD=agus-demo', 'env WILLIAM_PASSWORD=william-demo'],
    steps: [],
  });
});

afterEach(() => place.close());

const run = (command: string) => place.run({ command, now: undefined });
const runJson = async (command: string) => {
  const { stdout, status } = await run(command);
  return { document: JSON.parse(stdout.join('\n')) as Record<string, unknown>, status };
};

const login = (password: string, options = '--username-field email') =>
  `printf ${password} | authctl login $API --username agus@example.com --as agus --password-stdin ${options}`;

describe('the login of json-server-auth', () => {
  test('is a JSON login that answers accessToken', async () => {
    expect(await run(login('agus-demo'))).toMatchObject({ status: 0 });
    expect(await runJson('authctl decode --json')).toMatchObject({
      status: 0,
      document: { format: 'jws', payload: { email: 'agus@example.com', sub: '1' }, verified: false },
    });
    expect(await runJson('authctl status --json')).toMatchObject({
      status: 0,
      document: { sessions: [{ name: 'agus', server: api.url, role: null }] },
    });
  });

  test('gives a token that the API takes', async () => {
    await run(login('agus-demo'));
    const { stdout } = await run('authctl token');
    const answer = await fetch(`${api.url}/notes`, { headers: { authorization: `Bearer ${stdout[0]}` } });
    expect(answer.status).toBe(200);
  });

  test('refuses a wrong password, and nothing is stored', async () => {
    const refused = await run(login('wrong-password'));
    expect(refused.status).toBe(4);
    expect(refused.stderr.join('\n')).not.toContain('wrong-password');
    expect(await run('authctl token')).toMatchObject({ status: 4, stdout: [] });
  });
});

test('where the server calls the user name something else, the hint says which option helps', async () => {
  const { status, stderr } = await run(login('agus-demo', ''));
  expect({ status, hint: stderr.find((line) => line.includes('hint:')) }).toEqual({
    status: 4,
    hint: expect.stringContaining('--username-field email'),
  });
});

/** @param notes - the roles that may read notes. */
const configuration = (notes: string) => `version: 1
server: ${api.url}
api: ${api.url}
login: { flow: json, path: /login, body: { email: "{{username}}", password: "{{password}}" }, token: /accessToken }
roles: [anonymous, reader, editor]
subjects:
  agus: { role: reader, username: agus@example.com, password: "\${AGUS_PASSWORD}", owns: { drafts: "1" } }
  william: { role: editor, username: william@example.com, password: "\${WILLIAM_PASSWORD}", owns: { drafts: "2" } }
routes:
  GET /articles: { allow: any }
  GET /notes: { allow: ${notes} }
  GET /drafts/{id}: { allow: [{ role: reader, when: own }, { role: editor, when: own }], params: { id: drafts } }
  DELETE /notes/{id}: { allow: [editor], params: { id: "1" } }
`;

const probe = async (notes: string) => {
  writeFileSync(`${place.folder}/policy.yaml`, configuration(notes));
  return runJson('authctl probe --json --config policy.yaml --report junit=access.xml');
};

interface ReadCell {
  readonly path: string;
  readonly subject: string;
  readonly relation: string | null;
  readonly verdict: string;
  readonly status: number | null;
}

describe('a probe of json-server-auth', () => {
  test('finds its permissions as they are', async () => {
    const { document, status } = await probe('[reader, editor]');
    const cells = (document.cells as readonly ReadCell[]).map(
      ({ path, subject, relation, verdict, status: answered }) => [
        path,
        subject,
        relation,
        verdict,
        answered,
      ],
    );
    expect({ status, cells, summary: document.summary }).toEqual({
      status: 0,
      cells: [
        ['/articles', 'anonymous', null, 'allow', 200],
        ['/articles', 'agus', null, 'allow', 200],
        ['/articles', 'william', null, 'allow', 200],
        ['/notes', 'anonymous', null, 'deny', 401],
        ['/notes', 'agus', null, 'allow', 200],
        ['/notes', 'william', null, 'allow', 200],
        ['/drafts/{id}', 'anonymous', 'other', 'deny', 401],
        ['/drafts/{id}', 'agus', 'other', 'deny', 403],
        ['/drafts/{id}', 'agus', 'own', 'allow', 200],
        ['/drafts/{id}', 'william', 'other', 'deny', 403],
        ['/drafts/{id}', 'william', 'own', 'allow', 200],
        ['/notes/{id}', 'anonymous', null, 'skipped', null],
        ['/notes/{id}', 'agus', null, 'skipped', null],
        ['/notes/{id}', 'william', null, 'skipped', null],
      ],
      summary: {
        cells: 14,
        asExpected: 11,
        violations: 0,
        waived: 0,
        drift: 0,
        skipped: 3,
        inconclusive: 0,
        observed: 0,
      },
    });
  });

  test('fails where they are wider than the policy', async () => {
    const { document, status } = await probe('[editor]');
    expect({ status, findings: document.findings }).toMatchObject({
      status: 1,
      findings: [{ class: 'privilege-escalation', message: expect.stringContaining('GET /notes') }],
    });
  });

  test('sends nothing that could change data', async () => {
    await probe('[reader, editor]');
    const articles = await fetch(`${api.url}/articles`);
    expect(await articles.json()).toEqual(data().articles);
  });
});
