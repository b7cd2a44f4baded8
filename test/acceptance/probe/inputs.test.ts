/** Routes from a list, a recording or stdin, end to end. */
import { afterEach, expect, test } from 'vitest';
import { answerAs, configFor, usualApi } from '../../support/api-kind.js';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js';
import { cellInShort, runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

async function start(): Promise<string> {
  server = await startLoopbackServer((request, response) => {
    const { status, body, headers = {} } = answerAs(usualApi, false, request);
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  return configFor(usualApi, server.url);
}

const cells = [
  'anonymous GET /users: deny 401, as-expected',
  'agus GET /users: deny 403, as-expected',
  'sari GET /users: allow, as-expected',
];

test('--routes - reads a list from stdin, and the policy of authctl.yaml holds for it', async () => {
  const yaml = await start();
  const run = await runProbeCommand(yaml, { flags: ['--routes', '-'], stdin: 'GET /users\n' });
  expect(run.result.cells.map(cellInShort)).toEqual(cells);
  expect(run.exit).toBe(0);
});

test('--routes with a HAR file: nobody else credentials are sent', async () => {
  const yaml = await start();
  const headers = [{ name: 'Authorization', value: 'Bearer recorded-secret' }];
  const har = { log: { entries: [{ request: { method: 'GET', url: `${server.url}/users`, headers } }] } };
  const run = await runProbeCommand(yaml, {
    flags: ['--routes', 'app.har'],
    files: { '/project/app.har': JSON.stringify(har) },
  });
  expect(run.result.cells.map(cellInShort)).toEqual(cells);
  expect(JSON.stringify(server.received)).not.toContain('recorded-secret');
});

test('a filter that matches nothing names what there is', async () => {
  const yaml = await start();
  const tagged = await runProbeCommand(yaml, { flags: ['--tag', 'nobody'] });
  expect(tagged).toMatchObject({
    exit: 2,
    error: { message: "no route has the tag 'nobody'", hint: 'tags: none' },
  });
  const method = await runProbeCommand(yaml, { flags: ['--method', 'patch'] });
  expect(method).toMatchObject({
    exit: 2,
    error: { message: "no route has the method 'PATCH'", hint: 'methods: GET' },
  });
});

test('a subject that cannot log in leaves its column open, and the others are judged', async () => {
  const yaml = (await start()).replace('agus-pass', 'wrong-pass');
  const run = await runProbeCommand(yaml);
  expect(run.exit).toBe(3);
  expect(run.stderr).toContain("'agus' has no credentials");
  expect(run.result.cells.filter(({ path }) => path === '/users').map(cellInShort)).toEqual([
    'anonymous GET /users: deny 401, as-expected',
    'agus GET /users: inconclusive credential, inconclusive',
    'sari GET /users: allow, as-expected',
  ]);
});

test('coverage: routes left out on purpose, and a list that has gone stale', async () => {
  const yaml = await start();
  const left = await runProbeCommand(`${yaml}coverage: { except: [GET /me], failUnder: 100 }\n`);
  expect(left.exit).toBe(0);
  expect(left.result.coverage).toEqual({
    ...{ routes: 1, settled: 1, leftOut: 1, percent: 100, failUnder: 100 },
    unprobed: [],
  });
  expect(server.received.some(({ path }) => path === '/users')).toBe(true);
  const stale = await runProbeCommand(`${yaml}coverage: { except: [GET /gone] }\n`);
  expect(stale).toMatchObject({ exit: 2, error: { message: "there is no route 'GET /gone' to leave out" } });
});

test('a route that nobody settles counts as not covered', async () => {
  const yaml = `${await start()}  GET /missing: { allow: [admin] }\n`;
  const run = await runProbeCommand(yaml, { flags: ['--fail-under', '90'] });
  expect(run.result.coverage).toMatchObject({
    ...{ routes: 3, settled: 2, percent: 66.6 },
    unprobed: ['GET /missing'],
  });
  expect(run.exit).toBe(1);
});
