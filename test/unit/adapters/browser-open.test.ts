import { type ChildProcess, spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { createBrowser } from '../../../src/adapters/browser-open.js';

const URL = 'https://id.example.com/authorize';

const program = (code: string) => async (url: string) =>
  spawn(process.execPath, ['-e', code, url], { stdio: 'ignore' });

test.for<{ name: string; start: (url: string) => Promise<ChildProcess>; isOpen: boolean }>([
  {
    name: 'a program that hands the address over',
    start: program(`process.exit(process.argv[1] === '${URL}' ? 0 : 1)`),
    isOpen: true,
  },
  { name: 'a program that finds no browser', start: program('process.exit(3)'), isOpen: false },
  {
    name: 'a program that is not there',
    start: async () => spawn('/nowhere/xdg-open', [URL]),
    isOpen: false,
  },
  { name: 'nothing to start', start: () => Promise.reject(new Error('unsupported')), isOpen: false },
])('$name', async ({ start, isOpen }) => {
  expect(await createBrowser(start, 60_000).open(URL)).toBe(isOpen);
});

test('a browser that goes on running', async () => {
  let browser: ChildProcess | undefined;
  const start = async (url: string) => {
    browser = await program('setInterval(() => {}, 1000)')(url);
    return browser;
  };
  try {
    expect(await createBrowser(start, 1).open(URL)).toBe(true);
  } finally {
    browser?.kill();
  }
});
