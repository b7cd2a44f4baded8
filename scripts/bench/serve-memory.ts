/**
 * Measures the memory of `authctl serve` while it issues tokens: nine of ten for a client (client credentials), of which it
 * remembers nothing, the others for refresh tokens, each of which it remembers to notice when it is used again. Then logins
 * are begun and given up. What it takes must stop growing.
 *
 * Usage: `npm run bench:serve-memory [-- tokens [logins]]`; default 500000 and 50000. Run it with `nice`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Pool } from 'undici';

const tokens = Number(process.argv[2] ?? 500_000);
const logins = Number(process.argv[3] ?? 50_000);
const CONNECTIONS = 8;
const STEPS = 10;

const ARGUMENTS = [
  'serve',
  '--users',
  'agus:reader',
  '--port',
  '0',
  '--ephemeral',
  '--json',
  '--log',
  'none',
];
const program = spawn(process.execPath, ['bin/authctl.js', ...ARGUMENTS], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
const [ready] = (await once(createInterface({ input: program.stdout }), 'line')) as [string];
const { url } = JSON.parse(ready) as { url: string };
const pool = new Pool(url, { connections: CONNECTIONS });

/** Resident memory of the server, in MiB. */
const memory = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${program.pid}/status`, 'utf8'))?.[1]) / 1024;

interface Granted {
  readonly refresh_token?: string;
}

async function ask(parameters: Readonly<Record<string, string>>, headers = {}): Promise<Granted> {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(parameters).toString(),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${parameters.grant_type}: ${statusCode} ${text}`);
  return JSON.parse(text) as Granted;
}

const basic = { authorization: `Basic ${btoa('demo-service:demo-service-secret')}` };

/** Does something so many times, on every connection, and says how memory went. */
async function curve(
  what: string,
  count: number,
  makeOne: () => Promise<() => Promise<void>>,
): Promise<void> {
  const workers = await Promise.all(Array.from({ length: CONNECTIONS }, makeOne));
  process.stdout.write(`${what}: ${count}; MiB at the start, and after each tenth: ${memory().toFixed(0)}`);
  const from = performance.now();
  for (let step = 0; step < STEPS; step += 1) {
    let left = count / STEPS;
    const work = async (one: () => Promise<void>) => {
      while (left-- > 0) await one();
    };
    await Promise.all(workers.map(work));
    process.stdout.write(` ${memory().toFixed(0)}`);
  }
  const pace = (count / (performance.now() - from)) * 1000;
  console.log(`; ${pace.toFixed(0)} a second`);
}

await curve('client credentials', tokens * 0.9, async () => async () => {
  await ask({ grant_type: 'client_credentials', scope: 'articles:read' }, basic);
});
await curve('refresh tokens', tokens * 0.1, async () => {
  const login = {
    grant_type: 'password',
    username: 'agus',
    password: 'agus-demo',
    scope: 'openid articles:read',
  };
  let { refresh_token = '' } = await ask({ ...login, client_id: 'authctl' });
  return async () => {
    const fresh = await ask({ grant_type: 'refresh_token', client_id: 'authctl', refresh_token });
    refresh_token = fresh.refresh_token ?? '';
  };
});
const query = new URLSearchParams({
  client_id: 'authctl',
  response_type: 'code',
  redirect_uri: 'http://127.0.0.1/callback',
  scope: 'openid',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
});
await curve('logins that nobody finishes', logins, async () => async () => {
  const { statusCode, body } = await pool.request({ method: 'GET', path: `/oauth/authorize?${query}` });
  await body.dump();
  if (statusCode !== 303) throw new Error(`a login ended with ${statusCode}`);
});
const from = performance.now();
await ask({ grant_type: 'client_credentials', scope: 'articles:read' }, basic);
console.log(`one more token then takes ${(performance.now() - from).toFixed(1)} ms`);
await pool.destroy();
program.kill();
