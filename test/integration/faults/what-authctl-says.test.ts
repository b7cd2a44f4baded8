import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { demoSettings } from '../../../src/server/demo-settings.js';
import { faults } from '../../../src/server/faults/registry.js';
import { type BundledServer, NOW, startBundledServer } from '../../support/bundled-server.js';
import { type CommandOutcome, runCommand } from '../../support/run-command.js';

/** Passwords that cost nothing to check: what is measured here is how long a client waits. */
const settings = {
  ...demoSettings,
  users: demoSettings.users.map(({ passwordHash: _, ...account }) => account),
};

let bundled: BundledServer;
let store: ReturnType<typeof createMemoryStore>;
beforeEach(async () => {
  bundled = await startBundledServer({ settings });
  store = createMemoryStore();
});
afterEach(() => bundled.server.close());

const login = (patience = '20'): Promise<CommandOutcome> =>
  runCommand(
    [
      ...['login', bundled.server.issuer, '--flow', 'json', '--username', 'agus'],
      ...['--password-stdin', '--timeout', patience],
    ],
    { stdin: 'agus-demo', store, now: NOW },
  );

const verify = (): Promise<CommandOutcome> =>
  runCommand(['verify', '--audience', bundled.server.issuer], { store, now: NOW });

const probe = (): Promise<CommandOutcome> =>
  runCommand(['probe', '--no-anonymous', '--only', 'GET /articles', '--timeout', '20'], { store, now: NOW });

const said = ({ stdout, stderr }: CommandOutcome): string =>
  `${stdout}${stderr}`.replaceAll(bundled.server.issuer, 'SERVER');

/** Every fault that a password login, a verification or a probe can meet; the others need OAuth: oauth.test.ts. */
const met = [
  { fault: 'status:503,path=/login', run: 'login', exit: 3, says: 'POST SERVER/login answered status 503' },
  { fault: 'latency:2000,path=/login', run: 'login', exit: 3, says: 'it did not answer in time' },
  {
    fault: 'reset:path=/login',
    run: 'login',
    exit: 3,
    says: 'it closed the connection before the answer was complete',
  },
  {
    fault: 'truncate:path=/login',
    run: 'login',
    exit: 3,
    says: 'it closed the connection before the answer was complete',
  },
  { fault: 'drip:2000,path=/login', run: 'login', exit: 3, says: 'it did not answer in time' },
  {
    fault: 'html:path=/login',
    run: 'login',
    exit: 3,
    says: 'answered an HTML page (status 200) where JSON was expected',
  },
  {
    fault: 'endless:path=/login',
    run: 'login',
    exit: 3,
    says: 'a body that is too long for a login',
  },
  {
    fault: 'throttle:path=/login',
    run: 'login',
    exit: 3,
    says: 'it takes no more logins now; try again after 1',
  },
  {
    fault: 'missing-members:path=/login',
    run: 'login',
    exit: 3,
    says: 'POST SERVER/login answered status 200',
  },
  { fault: 'token-expired', run: 'verify', exit: 1, says: 'expired 1 minute ago' },
  { fault: 'token-not-yet-valid', run: 'verify', exit: 1, says: 'valid only in 1 hour' },
  {
    fault: 'wrong-audience',
    run: 'verify',
    exit: 1,
    says: 'audience is "https://other.example", not "SERVER"',
  },
  {
    fault: 'wrong-issuer',
    run: 'verify',
    exit: 1,
    says: 'the issuer is "https://other.example", not "SERVER"',
  },
  { fault: 'wrong-signature', run: 'verify', exit: 1, says: 'the signature was not made with the key' },
  { fault: 'unknown-kid', run: 'verify', exit: 1, says: 'no key has the id "unknown"' },
  { fault: 'missing-kid', run: 'verify', exit: 0, says: 'valid' },
  { fault: 'no-role', run: 'verify', exit: 0, says: 'valid' },
  { fault: 'short-lifetime', run: 'verify', exit: 0, says: 'expires   in 1 second' },
  {
    fault: 'discovery-issuer',
    run: 'verify',
    exit: 3,
    says: 'its metadata is for the issuer "https://other.example"',
  },
  { fault: 'missing-endpoint', run: 'verify', exit: 3, says: 'its metadata names no `jwks_uri`' },
  { fault: 'empty-keys', run: 'verify', exit: 3, says: 'its answer holds no key that verifies signatures' },
  { fault: 'rotated-keys', run: 'verify', exit: 1, says: 'no key has the id' },
  { fault: 'status:500,path=/articles', run: 'probe', exit: 3, says: 'server-error' },
  { fault: 'reset:path=/articles', run: 'probe', exit: 3, says: 'network' },
  { fault: 'throttle:0,path=/articles', run: 'probe', exit: 3, says: 'rate-limited' },
] as const;

test.for(met)('$fault: $run ends with $exit and says "$says"', async ({ fault, run, exit, says }) => {
  const spoilsLogin = faults.find(({ id }) => id === fault.split(':')[0])?.group === 'token';
  if (spoilsLogin) bundled.server.controls.setFaults([fault]);
  if (run !== 'login') await login();
  bundled.server.controls.setFaults([fault]);
  const outcome = await { login: () => login(says.includes('in time') ? '1' : '20'), verify, probe }[run]();
  expect(said(outcome)).toContain(says);
  expect(outcome.status).toBe(exit);
});

test('a fault that happens twice is over the third time, and is no reason to give up for a probe', async () => {
  await login();
  bundled.server.controls.setFaults(['status:503,times=2,path=/articles']);
  const outcome = await probe();
  expect(outcome.stdout).toContain('1 as expected');
  const statuses = bundled.events.filter(({ path }) => path === '/articles').map(({ status }) => status);
  expect(statuses.slice(0, 3)).toEqual([503, 503, 200]);
});

test('chance is the same for the same seed', async () => {
  const statuses = async (seed: number) => {
    bundled.server.controls.setFaults([`status:probability=0.5,seed=${seed}`]);
    const answers: number[] = [];
    for (let n = 0; n < 20; n++) answers.push((await bundled.send('GET', '/health')).status);
    return answers;
  };
  const one = await statuses(7);
  expect(await statuses(7)).toEqual(one);
  expect(await statuses(8)).not.toEqual(one);
  expect(new Set(one)).toEqual(new Set([200, 503]));
});
