import open from 'open';
import type { Browser } from '../ports/browser.js';

/** Opens the platform's default browser. Addresses are handed over as one argument, never through a shell. */
export const browser: Browser = {
  async open(url) {
    try {
      const started = await open(url);
      // What fails after the start has no one to be told: the address was printed as well.
      started.on('error', () => undefined);
      return true;
    } catch {
      return false;
    }
  },
};
