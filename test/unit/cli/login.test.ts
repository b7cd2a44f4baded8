import { describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/run.js';
import type { HttpRequest } from '../../../src/ports/http.js';
import { createTestContext, type World } from '../../support/test-context.js';
import { answer, jwt } from '../login/answers.js';

const granting = ({ method, url }: HttpRequest) =>
  method === 'POST'
    ? answer(200, { access_token: jwt({ role: 'reader' }) })
    : answer(url.endsWith('/me') ? 401 : 404, {});

async function login(argv: readonly string[], world: World = {}) {
  const context = createTestContext({ answer: granting, ...world, argv: ['login', ...argv] });
  const status = await run(context);
  const sent = context.requests.find(({ method }) => method === 'POST')?.body;
  return {
    status,
    sent,
    asked: context.asked,
    stderr: context.written.stderr,
    stored: await (await context.ports.store()).list(),
  };
}

const AT = 'http://127.0.0.1:4455';
const body = (password: string) => JSON.stringify({ username: 'agus', password });

describe('where the password comes from', () => {
  test.for<{
    title: string;
    argv?: readonly string[];
    world: World;
    password: string;
    asked?: readonly string[];
  }>([
    { title: 'stdin', argv: ['--password-stdin'], world: { stdin: 'pw-stdin' }, password: 'pw-stdin' },
    {
      title: 'stdin, one line end',
      argv: ['--password-stdin'],
      world: { stdin: 'pw \r\n' },
      password: 'pw ',
    },
    { title: 'stdin, not two', argv: ['--password-stdin'], world: { stdin: 'pw\n\n' }, password: 'pw\n' },
    {
      title: 'stdin before the environment',
      argv: ['--password-stdin'],
      world: { stdin: 'pw-stdin', env: { AUTHCTL_PASSWORD: 'pw-env' } },
      password: 'pw-stdin',
    },
    {
      title: 'a file before the environment',
      argv: ['--password-file', 'p.txt'],
      world: { stdin: '', files: { 'p.txt': 'pw-file\n' }, env: { AUTHCTL_PASSWORD: 'pw-env' } },
      password: 'pw-file',
    },
    {
      title: 'the environment',
      world: { stdin: 'not this', env: { AUTHCTL_PASSWORD: 'pw-env' } },
      password: 'pw-env',
    },
    { title: 'a person', world: { typed: ['pw-typed'] }, password: 'pw-typed', asked: ['Password of agus:'] },
    {
      title: 'a person, where stdin is the terminal',
      argv: ['--password-stdin'],
      world: { typed: ['pw-typed'] },
      password: 'pw-typed',
      asked: ['Password of agus:'],
    },
  ])('$title', async ({ argv = [], world, password, asked = [] }) => {
    const result = await login([AT, '-u', 'agus', ...argv], world);
    expect({ status: result.status, sent: result.sent, asked: result.asked }).toEqual({
      status: 0,
      sent: body(password),
      asked,
    });
  });

  test.for<{ title: string; argv: readonly string[]; world: World }>([
    { title: '--no-input', argv: ['--no-input'], world: { typed: ['pw'] } },
    { title: 'CI', argv: [], world: { typed: ['pw'], env: { CI: 'true' } } },
  ])('nobody is asked with $title', async ({ argv, world }) => {
    const result = await login([AT, '-u', 'agus', ...argv], world);
    expect({ status: result.status, sent: result.sent, asked: result.asked }).toEqual({
      status: 2,
      sent: undefined,
      asked: [],
    });
  });

  test('a question that is left stores nothing', async () => {
    const result = await login([AT], { typed: ['agus'] });
    expect({ status: result.status, asked: result.asked, stored: result.stored }).toEqual({
      status: 130,
      asked: ['User name:', 'Password of agus:'],
      stored: [],
    });
  });
});

describe('which server', () => {
  const password = { stdin: 'pw-1' };
  const target = async (argv: readonly string[], world: World) => {
    const context = createTestContext({
      answer: granting,
      ...password,
      ...world,
      argv: ['login', '-u', 'agus', '--password-stdin', ...argv],
    });
    const status = await run(context);
    return status === 0 ? context.requests.find(({ method }) => method === 'POST')?.url : status;
  };
  const bundled = (title: string) => (request: HttpRequest) =>
    request.url === 'http://127.0.0.1:4455/openapi.json'
      ? answer(200, { info: { title } })
      : granting(request);

  test.for<{ title: string; argv?: readonly string[]; world?: World; to: string | number }>([
    {
      title: 'the argument',
      argv: ['127.0.0.1:1'],
      world: { env: { AUTHCTL_SERVER: AT } },
      to: 'http://127.0.0.1:1/login',
    },
    {
      title: 'the environment',
      world: { env: { AUTHCTL_SERVER: '127.0.0.1:2' } },
      to: 'http://127.0.0.1:2/login',
    },
    { title: 'the bundled one', world: { answer: bundled('authctl demo API') }, to: `${AT}/login` },
    { title: 'no other that happens to be there', world: { answer: bundled('Petstore') }, to: 2 },
    {
      title: 'a person’s answer',
      world: { stdin: undefined, typed: ['localhost:3', 'pw-1'] },
      to: 'http://localhost:3/login',
    },
    {
      title: 'authctl.yaml',
      world: {
        files: { '/project/authctl.yaml': 'version: 1\nserver: http://127.0.0.1:5\nlogin: { path: /in }\n' },
      },
      to: 'http://127.0.0.1:5/in',
    },
  ])('$title', async ({ argv = [], world = {}, to }) => {
    expect(await target(argv, world)).toBe(to);
  });
});
