import type { ReadStream } from 'node:tty';
import type { Keys } from '../ports/keys.js';

const CTRL_C = '\u0003';

/**
 * Keys from a terminal in raw mode, which it is in while one is waited for.
 *
 * @param interrupt - does what Ctrl-C does when the terminal is not in raw mode.
 */
export function createKeys(terminal: () => ReadStream, interrupt: () => void): Keys {
  return {
    next: (signal) =>
      new Promise((done, fail) => {
        const input = terminal();
        const settle = (then: () => void) => {
          input.off('data', pressed);
          signal.removeEventListener('abort', aborted);
          input.setRawMode(false);
          input.pause();
          then();
        };
        const pressed = (bytes: Buffer) => {
          const key = bytes.toString('utf8');
          settle(() => (key === CTRL_C ? interrupt() : done(key)));
        };
        const aborted = () => settle(() => fail(signal.reason));
        if (signal.aborted) return fail(signal.reason);
        input.setRawMode(true);
        input.on('data', pressed);
        signal.addEventListener('abort', aborted);
        input.resume();
      }),
  };
}
