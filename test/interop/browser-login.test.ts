import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/session/session.js';
import { claimsOf } from '../../src/session/stated.js';
import { program } from '../support/program.js';
import { RESOURCE, type StrictIssuer, startStrictIssuer } from '../support/strict-issuer.js';

const [command, ...before] = program;

/**
 * The built program, a real browser, and an authorization server that nobody here wrote, in its strictest settings. Run by
 * `npm run test:interop`: a browser takes seconds to start.
 */
const browserPath = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).stdout.trim();
const missing = !process.env.INTEROP
  ? 'npm run test:interop starts it'
  : browserPath === ''
    ? 'no chromium here'
    : '';

describe.skipIf(missing !== '')(
  `a real browser${missing && ` (skipped: ${missing})`}`,
  { timeout: 60_000 },
  () => {
    let strict: StrictIssuer;
    let browser: Browser;
    let home: string;
    const children: ChildProcess[] = [];

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'authctl-'));
      strict = await startStrictIssuer();
      browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
    }, 60_000);

    afterAll(async () => {
      for (const child of children) child.kill('SIGKILL');
      await browser?.close();
      await strict?.close();
      await rm(home, { recursive: true, force: true });
    });

    /** Starts a login, and waits until it says what a person is to open. */
    async function login(argv: readonly string[], wanted: RegExp) {
      const child = spawn(command, [...before, 'login', strict.issuer, ...argv], {
        env: { ...process.env, AUTHCTL_HOME: home, NODE_OPTIONS: '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      let said = '';
      const ended = new Promise<number | null>((done) => child.on('close', done));
      const address = await new Promise<string>((done, fail) => {
        child.stderr.on('data', (text: Buffer) => {
          said += text.toString('utf8');
          const found = wanted.exec(said)?.[1];
          if (found !== undefined) done(found);
        });
        child.on('close', () => fail(new Error(`it ended before it said what to open:\n${said}`)));
      });
      return { address, ended, said: () => said };
    }

    async function signIn(page: Page): Promise<void> {
      await page.fill('input[name=username]', 'agus');
      await page.fill('input[name=password]', 'agus-demo');
      await page.click('button[value=yes]');
    }

    async function stored(name: string): Promise<Session> {
      const text = await readFile(join(home, 'config', 'sessions.json'), 'utf8');
      const { sessions } = JSON.parse(text) as { readonly sessions: readonly Session[] };
      const found = sessions.find((session) => session.name === name);
      if (!found) throw new Error(`no session '${name}' was stored`);
      return found;
    }

    const tokenIn = ({ credential }: Session) => (credential.kind === 'bearer' ? credential.accessToken : '');

    test('completes a login by code: pushed request, PKCE, DPoP', async () => {
      const { address, ended, said } = await login(
        ['--client-id', 'cli', '--dpop', '--no-browser', '--as', 'by-code'],
        /^ {2}(http\S+)$/m,
      );
      const page = await browser.newPage();
      await page.goto(address);
      await signIn(page);
      await page.waitForSelector('h1:text("Logged in")');
      expect({ status: await ended, said: said() }).toMatchObject({ status: 0 });
      expect(await page.locator('script').count()).toBe(0);
      expect(await page.content()).not.toMatch(/code=|state=/);
      const session = await stored('by-code');
      expect(session).toMatchObject({ flow: 'code', username: 'agus', role: 'reader' });
      expect(claimsOf(tokenIn(session))).toMatchObject({ aud: RESOURCE, cnf: { jkt: expect.any(String) } });
      await page.close();
    });

    test('completes a login with a code that is entered elsewhere', async () => {
      const { address, ended, said } = await login(
        ['--client-id', 'cli', '--flow', 'device', '--as', 'by-device'],
        /^ {2}or open +(http\S+)$/m,
      );
      const page = await browser.newPage();
      await page.goto(address);
      // The code is in the address; the page asks whether it is the one that is shown here.
      await page.click('button[form="op.deviceConfirmForm"]');
      await signIn(page);
      await page.waitForSelector('h1:text("Signed in")');
      expect({ status: await ended, said: said() }).toMatchObject({ status: 0 });
      expect(await stored('by-device')).toMatchObject({ flow: 'device', username: 'agus', role: 'reader' });
      await page.close();
    });
  },
);
