import type { ChildProcess } from 'node:child_process';
import open from 'open';
import type { Browser } from '../ports/browser.js';

/** What opens a browser and finds none says so sooner, in milliseconds. */
const TROUBLE_MS = 500;

/**
 * Opens the platform's default browser. Addresses are handed over as one argument, never through a shell.
 *
 * @param start - starts the platform's program for that.
 */
export function createBrowser(
  start: (url: string) => Promise<ChildProcess> = open,
  troubleMs = TROUBLE_MS,
): Browser {
  return {
    async open(url) {
      try {
        return await isOpening(await start(url), troubleMs);
      } catch {
        return false;
      }
    },
  };
}

/** A program that goes on running is the browser itself; one that ends well has handed the address over. */
function isOpening(program: ChildProcess, troubleMs: number): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(true), troubleMs);
    const settle = (isOpen: boolean) => {
      clearTimeout(timer);
      done(isOpen);
    };
    // Also what fails later: the address was printed as well.
    program.on('error', () => settle(false));
    program.on('exit', (code) => settle(code === 0));
  });
}
