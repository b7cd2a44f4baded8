import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSettings } from '../../src/server/demo-settings.js';
import { type RunningServer, startServer } from '../../src/server/start.js';
import { Browser } from '../support/browser.js';
import { shortPort } from '../support/short-port.js';
import { isThere } from './is-there.js';

/** It waits as long as a device does, so it is asked by `npm run test:interop` only. */
const isHere =
  process.env.INTEROP === '1' &&
  isThere('command -v oidc-agent && command -v oidc-gen && command -v oidc-token');

const CLIENT = { id: 'oidc-agent', secret: 'oidc-agent-secret-of-a-test' } as const;

/** What a program that was started says, and how it ends. */
interface Started {
  /** The first group of what it says, as soon as it says it. */
  said(pattern: RegExp): Promise<string>;
  readonly ended: Promise<{ readonly status: number | null; readonly output: string }>;
}

let server: RunningServer;
let folder: string;
let redirectUri: string;
/** Its process id. */
let agent: number | undefined;

function start(command: string, args: readonly string[]): Started {
  const child = spawn(command, [...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      OIDC_CONFIG_DIR: join(folder, 'accounts'),
      OIDC_SOCK: join(folder, 'agent.sock'),
      OIDC_ENCRYPTION_PW: 'a passphrase of a test',
    },
  });
  let output = '';
  let look = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
      look();
    });
  }
  const ended = new Promise<{ status: number | null; output: string }>((done) => {
    child.once('close', (status) => done({ status, output }));
  });
  const said = (pattern: RegExp) =>
    new Promise<string>((found, fail) => {
      look = () => {
        const [, group] = pattern.exec(output) ?? [];
        if (group !== undefined) found(group);
      };
      look();
      void ended.then(() => fail(new Error(`${command} ended without ${pattern}: ${output}`)));
    });
  return { said, ended };
}

/** Sets an account of the agent up by one flow. */
const logIn = (account: string, flow: string, ...more: readonly string[]): Started =>
  start('oidc-gen', [
    ...['--manual', `--iss=${server.issuer}`, `--client-id=${CLIENT.id}`, `--client-secret=${CLIENT.secret}`],
    ...[`--redirect-uri=${redirectUri}`, '--scope=openid offline_access articles:read', `--flow=${flow}`],
    ...['--pw-env', '--prompt=none', '--confirm-default', '--no-url-call', ...more, account],
  ]);

/** Who the API says that the agent's token is for; a token with more life left than any has is a fresh one. */
async function holderOf(account: string, options: readonly string[] = []) {
  const { status, output } = await start('oidc-token', [...options, account]).ended;
  expect(status).toBe(0);
  const token = output.trim();
  const answer = await fetch(`${server.issuer}/me`, { headers: { authorization: `Bearer ${token}` } });
  return { token, username: ((await answer.json()) as { username: string }).username };
}

describe.skipIf(!isHere)('oidc-agent', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authctl-oidc-agent-'));
    await mkdir(join(folder, 'accounts'));
    redirectUri = `http://localhost:${await shortPort()}`;
    const client = {
      ...CLIENT,
      redirectUris: [redirectUri],
      grants: [
        'authorization_code',
        'refresh_token',
        'password',
        'urn:ietf:params:oauth:grant-type:device_code',
      ],
    } as const;
    server = await startServer({ settings: { ...demoSettings, clients: [client] } });
    // It goes into the background, and says as what.
    const { said } = start('oidc-agent', ['--no-autoload', '-a', join(folder, 'agent.sock')]);
    agent = Number(await said(/OIDCD_PID=(\d+)/));
  });
  afterAll(async () => {
    if (agent) process.kill(agent);
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('logs in by password, and has its token renewed', { timeout: 60_000 }, async () => {
    const { status, output } = await logIn(
      'password',
      'password',
      '--op-username=agus',
      '--op-password=agus-demo',
    ).ended;
    expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('success') });
    const first = await holderOf('password');
    const renewed = await holderOf('password', ['--time=100000']);
    expect([first.username, renewed.username, first.token === renewed.token]).toEqual([
      'agus',
      'agus',
      false,
    ]);
  });

  test('logs in by a code on a device', { timeout: 60_000 }, async () => {
    const login = logIn('device', 'device');
    const userCode = await login.said(/enter the code: (\S+)/);
    expect(await server.controls.decideDevice(userCode, 'william')).toBe(true);
    expect((await login.ended).status).toBe(0);
    expect((await holderOf('device')).username).toBe('william');
  });

  test('logs in by authorization code', { timeout: 60_000 }, async () => {
    const login = logIn('code', 'code');
    const url = await login.said(/(http:\/\/\S+\/oauth\/authorize\?\S+)/);
    await fetch(await new Browser().follow(`${url}&login_hint=sari`));
    expect((await login.ended).status).toBe(0);
    expect((await holderOf('code')).username).toBe('sari');
  });
});
