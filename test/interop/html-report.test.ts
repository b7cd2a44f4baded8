import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlReport } from '../../src/report/html/page.js';
import { largeResult } from '../support/large-result.js';
import { aCell, aFinding, aResult, aSubject } from '../support/probe-results.js';
import { fullResult, setting } from '../support/probe-samples.js';

/** The page of a probe in a real browser, by hand and by axe. Run by `npm run test:interop`: a browser takes seconds to start. */
const browserPath = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).stdout.trim();
const missing = !process.env.INTEROP
  ? 'npm run test:interop starts it'
  : browserPath === ''
    ? 'no chromium here'
    : '';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const hostile = '</td><script>document.title="owned"</script><img src=x onerror="document.title=1">';
const pages = {
  full: fullResult(),
  large: largeResult(),
  hostile: aResult({
    subjects: [aSubject(hostile, hostile)],
    cells: [aCell({ path: `/${hostile}`, subject: hostile, role: hostile, is: 'allow', notes: [hostile] })],
    findings: [aFinding({ id: hostile, message: hostile, repeat: hostile })],
  }),
};

describe.skipIf(missing !== '')(
  `the page in a real browser${missing && ` (skipped: ${missing})`}`,
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'authctl-page-'));
      for (const [name, result] of Object.entries(pages))
        await writeFile(join(folder, `${name}.html`), [...htmlReport(result, setting)].join(''));
      browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
    }, 60_000);

    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    /** Looks at a page; what it complains of, and what it asks the network for, is a failure. */
    async function look(
      name: keyof typeof pages,
      options: BrowserContextOptions,
      at: (page: Page) => Promise<void>,
    ): Promise<void> {
      const context = await browser.newContext({ offline: true, ...options });
      try {
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(String(error)));
        page.on('request', (request) => {
          if (!request.url().startsWith('file:')) complaints.push(request.url());
        });
        await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
        await at(page);
        expect(complaints).toEqual([]);
      } finally {
        await context.close();
      }
    }

    async function axe(page: Page): Promise<readonly string[]> {
      // By the debugger: the page's policy lets no other script in.
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate<AxeResults>('axe.run()');
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    }

    const focused = (page: Page) =>
      page.evaluate<string>('document.activeElement.getAttribute("aria-label")');

    test.for([
      { colorScheme: 'light', width: 1280 },
      { colorScheme: 'dark', width: 1280 },
      { colorScheme: 'light', width: 360 },
    ] as const)('is accessible: $colorScheme, $width pixels wide', async ({ colorScheme, width }) => {
      await look('full', { colorScheme, viewport: { width, height: 800 } }, async (page) => {
        expect(await axe(page)).toEqual([]);
        await page.click('a.unmet');
        expect(await axe(page)).toEqual([]);
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect(wide).toBeLessThanOrEqual(width);
      });
    });

    test('arrow keys move in the grid, Enter shows a cell, Escape leads back', async () => {
      await look('full', {}, async (page) => {
        expect(await page.locator('.grid td a[tabindex="0"]').count()).toBe(1);
        await page.focus('.grid td a[tabindex="0"]');
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('End');
        expect(await focused(page)).toBe('admin: allowed');
        await page.keyboard.press('Control+Home');
        await page.keyboard.press('Home');
        expect(await focused(page)).toBe('anonymous: denied with 401');
        for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown'])
          await page.keyboard.press(key);
        expect(await focused(page)).toBe('reader: allowed, not as expected');
        await page.keyboard.press('Enter');
        expect(await page.locator('#panel dd').allInnerTexts()).toEqual([
          'agus (reader)',
          'GET /users',
          '200 after 3 ms',
          'allowed (likely)',
          'deny, which is not what happened',
          'privilege-escalation GET /users',
        ]);
        await page.keyboard.press('Escape');
        expect(await page.locator('#panel').isVisible()).toBe(false);
        expect(await focused(page)).toBe('reader: allowed, not as expected');
        await page.keyboard.press('/');
        expect(await page.evaluate('document.activeElement.id')).toBe('search');
      });
    });

    test('filters and the search leave the rows that are asked for', async () => {
      const rows = (page: Page) => page.locator('.grid tbody tr:visible').count();
      await look('large', {}, async (page) => {
        expect(await rows(page)).toBe(300);
        await page.fill('#search', '/users/');
        expect(await rows(page)).toBe(75);
        await page.selectOption('#method', 'PUT');
        expect(await rows(page)).toBe(25);
        await page.fill('#search', '');
        await page.selectOption('#method', '');
        await page.selectOption('#show', 'unmet');
        expect(await page.locator('.grid tbody tr:visible th').allInnerTexts()).toEqual([
          'GET /api/v1/invoices/150/{id}',
        ]);
        expect(await page.locator('#shown').innerText()).toBe('1 of 300 rows');
        await page.selectOption('#show', 'undecided');
        await page.selectOption('#role', '7');
        expect(await page.locator('.grid thead th:visible').allInnerTexts()).toEqual([
          'Route',
          'role-g',
          'Notes',
        ]);
        expect(await rows(page)).toBe(1);
      });
    });

    test('head row and first column stay in sight', async () => {
      await look('large', { viewport: { width: 700, height: 500 } }, async (page) => {
        await page.locator('.scroll').evaluate((box) => box.scrollTo(300, 2_000));
        const box = await page.locator('.scroll').boundingBox();
        const head = await page.locator('.grid thead th').first().boundingBox();
        expect([head?.x, head?.y].map(Math.round as never)).toEqual(
          [(box?.x ?? 0) + 1, (box?.y ?? 0) + 1].map(Math.round as never),
        );
      });
    });

    test('can be read without scripts: a cell leads to its details', async () => {
      await look('full', { javaScriptEnabled: false }, async (page) => {
        expect(await page.locator('#filters').isVisible()).toBe(false);
        await page.click('a.unmet >> nth=0');
        expect(new URL(page.url()).hash).toMatch(/^#c\d+$/);
        expect(await page.locator('tr:target').isVisible()).toBe(true);
      });
    });

    test('on paper: everything in sight, no controls', async () => {
      await look('large', { colorScheme: 'dark' }, async (page) => {
        await page.emulateMedia({ media: 'print' });
        expect(await page.locator('#filters').isVisible()).toBe(false);
        const [shown, all] = await page
          .locator('.scroll')
          .evaluate((box) => [box.clientHeight, box.scrollHeight]);
        expect(shown).toBe(all);
        expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
          'rgb(255, 255, 255)',
        );
      });
    });

    test('names that are HTML and scripts are shown, and do nothing', async () => {
      await look('hostile', {}, async (page) => {
        await page.click('.grid td a');
        expect(await page.title()).toBe('Access to http://127.0.0.1:4455');
        expect(await page.locator('img').count()).toBe(0);
        expect(await page.locator('.grid tbody th').innerText()).toContain('<script>');
        expect(await page.locator('#panel-list').innerText()).toContain('<script>');
      });
    });
  },
);
