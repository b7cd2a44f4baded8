import { expect, test, vi } from 'vitest';
import { createMemoryStore } from '../../../../src/adapters/store-memory.js';
import { run } from '../../../../src/cli/run.js';
import type { CredentialStore } from '../../../../src/session/credential-store.js';
import type { Session } from '../../../../src/session/session.js';
import { createTestContext, type World } from '../../../support/test-context.js';

const CONFIG = `version: 1
server: http://127.0.0.1:4455
api: "\${NOT_SET}"
roles: [anonymous, reader, editor]
subjects:
  agus: { role: reader, password: "\${AGUS_PASSWORD}" }
  sari: { role: admin, password: top-secret-word }
routes:
  GET /articles: { allow: [reader] }
  GET /articles/{id}: { allow: [reader] }
  POST /rpc#list: { allow: [reader] }
mistake: 1
`;
const MATRIX = `# authctl-matrix v1
roles: auditor reader

DELETE /users/{id} 403: auditor reader
`;
const FILES = { '/project/authctl.yaml': CONFIG, '/project/access.matrix': MATRIX };

const session = (name: string, role: string | null): Session => ({
  name,
  server: 'https://api.example.com',
  flow: 'json',
  username: name,
  role,
  credential: { kind: 'bearer', accessToken: 'a-secret-token' },
  createdAt: 0,
});

async function storeOf(...sessions: readonly Session[]): Promise<CredentialStore> {
  const store = createMemoryStore();
  for (const each of sessions) await store.put(each);
  return store;
}

/** What is written for a line, in fish's form: a word and its meaning. */
async function answered(line: string, world: World = {}) {
  const ctx = createTestContext({
    files: FILES,
    ...world,
    argv: ['__complete', 'fish'],
    env: { ...world.env, AUTHCTL_COMPLETE_LINE: line },
  });
  const status = await run(ctx);
  expect({ status, stderr: ctx.written.stderr, requests: ctx.requests, asked: ctx.asked }).toEqual({
    status: 0,
    stderr: '',
    requests: [],
    asked: [],
  });
  return ctx.written.stdout;
}

async function wordsFor(line: string, world?: World): Promise<readonly string[]> {
  const [, ...lines] = (await answered(line, world)).trimEnd().split('\n');
  return lines.map((each) => each.split('\t')[0] ?? '');
}

test.for([
  { line: 'authctl lo', words: ['login', 'logout'] },
  { line: 'authctl --json -q log', words: ['login', 'logout'] },
  { line: 'authctl nonsense ', words: [] },
  { line: 'authctl nonsense --', words: [] },
  { line: 'authctl matrix w', words: ['who-can', 'what-can'] },
  { line: 'authctl matrix nonsense ', words: [] },
  { line: 'authctl keys generate --alg=ES5', words: ['--alg=ES512'] },
  { line: 'authctl login --flow co', words: ['code'] },
  { line: 'authctl -v login --flow co', words: ['code'] },
  { line: 'authctl login -u agus --flow co', words: ['code'] },
  { line: 'authctl login --username --flow co', words: [] },
  { line: 'authctl login -- --fl', words: [] },
  { line: 'authctl forge crac', words: ['crack'] },
  { line: 'authctl forge none.none', words: ['none.none'] },
  { line: 'authctl forge none.none cr', words: [] },
  { line: 'authctl forge crack --jo', words: ['--jobs'] },
  { line: 'authctl help ex', words: ['exit-codes'] },
  { line: 'authctl help mat', words: ['matrix'] },
  { line: 'authctl completion ', words: ['bash', 'zsh', 'fish', 'powershell'] },
  { line: 'authctl completion bash ', words: [] },
  { line: 'authctl probe --checks ', words: ['tokens', 'requests', 'logins', 'writes'] },
  { line: 'authctl probe --checks tokens,lo', words: ['tokens,logins'] },
  { line: 'authctl probe --checks tokens,to', words: [] },
  { line: 'authctl probe --checks --che', words: ['--check', '--checks', '--checks-per'] },
  { line: 'authctl probe --report j', words: ['json', 'junit'] },
  { line: 'authctl serve --weak bfla,csr', words: ['bfla,csrf'] },
  { line: 'authctl serve --fault latenc', words: ['latency'] },
  { line: 'authctl lint --severity kid.missing=h', words: ['kid.missing=high'] },
  { line: 'authctl lint --explain kid.missin', words: ['kid.missing'] },
  { line: 'authctl issue --as w', words: ['william'] },
  { line: 'authctl request pat', words: [] },
  { line: 'authctl decode ', words: ['@', '-'] },
])('$line', async ({ line, words }) => {
  expect(await wordsFor(line)).toEqual(words);
});

test.for([
  {
    line: 'authctl matrix who-can ',
    words: ['GET /articles', 'GET /articles/{id}', 'POST /rpc', 'DELETE /users/{id}'],
  },
  { line: "authctl probe --only 'GET /articles/", words: ['GET /articles/{id}'] },
  { line: 'authctl can-i GET ', words: ['/articles', '/articles/'] },
  { line: 'authctl can-i delete ', words: ['/users/'] },
  { line: 'authctl request /art', words: ['/articles', '/articles/'] },
  { line: 'authctl matrix what-can ', words: ['anonymous', 'reader', 'editor', 'admin', 'auditor'] },
  { line: 'authctl probe --as ', words: ['agus', 'sari', 'anonymous'] },
  { line: 'authctl login ', words: ['http://127.0.0.1:4455'] },
  { line: 'authctl probe --config other.yaml --matrix none --role ', words: ['owner'] },
])('names of authctl.yaml and the matrix: $line', async ({ line, words }) => {
  const files = { ...FILES, '/project/other.yaml': 'roles: [owner, "a\\nb"]' };
  expect(await wordsFor(line, { files })).toEqual(words);
});

test.for([
  {
    line: 'authctl use ',
    answer: 'words\nagus\treader at https://api.example.com\nci\thttps://api.example.com\n',
  },
  { line: 'authctl logout --as c', answer: 'words\nci\thttps://api.example.com\n' },
  { line: 'authctl token --role ', answer: 'words\nreader\t\n' },
  { line: 'authctl verify --issuer h', answer: 'words\nhttps://api.example.com\t\n' },
])('names of stored sessions: $line', async ({ line, answer }) => {
  const store = await storeOf(session('agus', 'reader'), session('ci', null));
  expect(await answered(line, { store, files: {} })).toBe(answer);
});

test.for(['encrypted-file', 'keyring'] as const)('of %s nothing is opened', async (kind) => {
  const store = await storeOf(session('agus', 'reader'));
  const list = vi.fn(store.list);
  expect(await wordsFor('authctl use ', { store: { ...store, kind: async () => kind, list } })).toEqual([]);
  expect(list).not.toHaveBeenCalled();
});

test('a store that cannot be read gives no names and no error', async () => {
  const store = { ...createMemoryStore(), kind: () => Promise.reject(new Error('damaged')) };
  expect(await wordsFor('authctl use ', { store })).toEqual([]);
});

test.for([
  { line: 'authctl verify --key ke', answer: 'path\t\tke\n' },
  { line: 'authctl verify --key=ke', answer: 'path\t--key=\tke\n' },
  { line: 'authctl decode @to', answer: 'path\t@\tto\n' },
  { line: 'authctl lint a b @to', answer: 'path\t@\tto\n' },
  { line: 'authctl request POST /a -d @bo', answer: 'path\t@\tbo\n' },
  { line: 'authctl lint --report=sarif=a/b', answer: 'path\t--report=sarif=\ta/b\n' },
  { line: 'authctl keys public ', answer: 'path\t\t\n' },
])('files: $line', async ({ line, answer }) => {
  expect(await answered(line)).toBe(answer);
});

test('flags with what they mean; none twice that takes no value, none that cannot come along', async () => {
  const flags = await answered('authctl use --json -');
  expect(flags).toMatch(/^words\n--storage\tkeep all sessions/);
  expect(flags).toContain('\n--help\t');
  expect(flags).not.toContain('--json');
  expect(await wordsFor('authctl logout --all --a')).toEqual(['--ascii']);
});

test('no secret of a file is among the words', async () => {
  const lines = ['login ', 'login --as ', 'probe --as ', 'probe --role ', 'request '];
  const all = await Promise.all(lines.map((line) => answered(`authctl ${line}`)));
  expect(all.join('')).not.toMatch(/top-secret-word|a-secret-token|NOT_SET/);
});

test.for([
  { argv: ['__complete', 'tcsh'], env: { AUTHCTL_COMPLETE_LINE: 'authctl ' } },
  { argv: ['__complete', 'bash'], env: {} },
])('nothing for $argv, $env', async ({ argv, env }) => {
  const ctx = createTestContext({ argv, env });
  expect([await run(ctx), ctx.written.stdout, ctx.written.stderr]).toEqual([0, '', '']);
});
