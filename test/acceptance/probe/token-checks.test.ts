/** Damaged credentials: a sound API refuses each, and one that reads tokens without checking them is found out. */
import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { answerJson, type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js';
import { runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

const SECRET = 'a-secret-of-this-test-that-is-long-enough';
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = (claims: object): string => {
  const input = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${input}.${createHmac('sha256', SECRET).update(input).digest('base64url')}`;
};
const good = signed({ sub: 'agus', role: 'reader', exp: 1_767_229_200, iat: 1_767_225_600 });

type Reader = (authorization: string, path: string) => boolean;

/** `/articles` for whoever the API believes. */
async function start(believes: Reader): Promise<string> {
  server = await startLoopbackServer(({ path, headers }, response) => {
    if (!path.startsWith('/articles')) return answerJson(response, 404, {});
    return believes(headers.authorization ?? '', path)
      ? answerJson(response, 200, [{ id: 1 }])
      : answerJson(response, 401, {}, { 'www-authenticate': 'Bearer' });
  });
  return `version: 1
api: ${server.url}
subjects: { agus: { role: reader, password: p } }
login: { flow: json, path: /login }
routes: { GET /articles: { allow: [reader] } }
`;
}

const sound: Reader = (authorization) => authorization === `Bearer ${good}`;
const flags = ['--checks'];

/** The stored token stands in for a login. */
const probed = async (believes: Reader) => {
  const yaml = (await start(believes)).replace(/^(subjects|login).*\n/gm, '');
  return runProbeCommand(yaml, { flags, env: { AUTHCTL_TOKEN: good, AUTHCTL_AS: '' } });
};

test('a sound API refuses every one, and what cannot be made is shown', async () => {
  const run = await probed(sound);
  const verdicts = new Set(run.result.checks.map(({ verdict }) => verdict));
  expect(verdicts).toEqual(new Set(['refused', 'skipped']));
  expect(run.result.checks.length).toBeGreaterThan(30);
  expect(run.result.checks.filter(({ needs }) => needs?.includes('private key')).length).toBeGreaterThan(0);
  expect(run.result.findings).toEqual([]);
  expect(run.exit).toBe(0);
});

test('an API that does not check the signature', async () => {
  const run = await probed((authorization) => {
    const [, payload = ''] = authorization.replace(/^Bearer /, '').split('.');
    return Buffer.from(payload, 'base64url').toString().includes('"agus"');
  });
  expect(run.exit).toBe(1);
  const ids = run.result.findings.map(({ id }) => id);
  expect(ids).toEqual(['token-accepted wrong-scheme', 'token-accepted sig']);
  expect(JSON.stringify(run.result)).not.toContain(good.split('.')[2]);
});

test('an API that takes the token from the query', async () => {
  const run = await probed(
    (authorization, path) => sound(authorization, path) || path.includes(encodeURIComponent(good)),
  );
  expect(run.result.findings.map(({ id }) => id)).toEqual(['token-accepted token-in-query']);
  expect(run.exit).toBe(1);
});

test('a route that is open to everybody settles nothing of tokens', async () => {
  const run = await probed(() => true);
  expect(run.result.checks).toEqual([]);
});

test('--checks-per takes two words', async () => {
  const yaml = await start(sound);
  const run = await runProbeCommand(yaml, { flags: ['--checks-per', 'planet'] });
  expect(run).toMatchObject({ exit: 2, error: { hint: 'write route or group' } });
});
