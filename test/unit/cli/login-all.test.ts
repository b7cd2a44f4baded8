import { describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/run.js';
import type { HttpRequest } from '../../../src/ports/http.js';
import { createTestContext } from '../../support/test-context.js';
import { answer, jwt } from '../login/answers.js';

const CONFIG = `version: 1
server: http://127.0.0.1:5
login: { path: /in }
subjects:
  agus: { role: reader, password: agus-demo }
  william: { role: editor, password: "\${WILLIAM_PASSWORD}" }
  robot: { role: admin, password: robot-key-1, login: { flow: api-key, apiKeyHeader: X-Robot } }
`;

const server = ({ method, body = '', headers = {} }: HttpRequest) => {
  if (method === 'GET') return answer(headers['x-robot'] === undefined ? 404 : 200, { role: 'admin' });
  const { username, password } = JSON.parse(body) as { username: string; password: string };
  return password === `${username}-demo`
    ? answer(200, { token: jwt({ role: username === 'agus' ? 'reader' : 'editor' }) })
    : answer(401, { message: 'no' });
};

async function login(argv: readonly string[], william = 'william-demo', config = CONFIG) {
  const context = createTestContext({
    argv: ['login', ...argv],
    stdin: '',
    env: { WILLIAM_PASSWORD: william },
    files: config === '' ? {} : { '/project/authctl.yaml': config },
    answer: server,
  });
  const status = await run(context);
  const store = await context.ports.store();
  return {
    status,
    stored: (await store.list()).map(({ name, role, flow }) => `${name} ${role} ${flow}`),
    current: await store.current(),
    written: context.written,
  };
}

describe('login --all', () => {
  test('every subject, each in its own way; the first one is current', async () => {
    const { status, stored, current, written } = await login(['--all']);
    expect({ status, stored, current, stdout: written.stdout.split('\n') }).toEqual({
      status: 0,
      stored: ['agus reader json', 'robot admin api-key', 'william editor json'],
      current: 'agus',
      stdout: [
        '✓ agus     reader  token',
        '✓ william  editor  token',
        '✓ robot    admin  header',
        '3 of 3 logged in',
        '',
      ],
    });
  });

  test('who is refused keeps nobody else out', async () => {
    const { status, stored, written } = await login(['--all', '--json'], 'wrong-password');
    expect({ status, stored, logins: JSON.parse(written.stdout).logins }).toMatchObject({
      status: 4,
      stored: ['agus reader json', 'robot admin api-key'],
      logins: [
        { name: 'agus', loggedIn: true, role: 'reader' },
        { name: 'william', loggedIn: false, error: { code: 'LOGIN_REFUSED' } },
        { name: 'robot', loggedIn: true, credential: 'header' },
      ],
    });
    expect(written.stdout + written.stderr).not.toMatch(/agus-demo|wrong-password|robot-key-1/);
  });

  test('without a configuration', async () => {
    const { status, written } = await login(['--all'], 'x', '');
    expect({ status, first: written.stderr.split('\n')[0] }).toEqual({
      status: 2,
      first: 'error: --all logs in the subjects of authctl.yaml, and there are none',
    });
  });
});

describe('login --role', () => {
  test('the subject that has it', async () => {
    const { status, stored } = await login(['--role', 'editor']);
    expect({ status, stored }).toEqual({ status: 0, stored: ['william editor json'] });
  });

  test('a role that nobody has', async () => {
    const { status, written } = await login(['--role', 'owner']);
    expect({ status, stderr: written.stderr.split('\n') }).toEqual({
      status: 2,
      stderr: [
        "error: no subject of the configuration has the role 'owner'",
        ' hint: roles there: reader, editor, admin',
        '',
      ],
    });
  });
});
