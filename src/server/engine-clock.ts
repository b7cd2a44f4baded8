import { AsyncLocalStorage } from 'node:async_hooks';

/** Milliseconds since the epoch, for what runs on behalf of one server; undefined outside of such work. */
const clocks = new AsyncLocalStorage<(() => number) | undefined>();

let isInstalled = false;

/**
 * Runs work of the engine, which asks `Date.now` for the time, by another clock. Nothing else in the process notices:
 * outside of such work `Date.now` is what it was.
 *
 * @param now - whole seconds since the epoch; it reads the time of the process with `byProcess`.
 */
export function withClock<T>(now: () => number, work: () => T): T {
  install();
  return clocks.run(() => now() * 1000, work);
}

/** Reads a clock by the time of the process, also in the middle of work that goes by another one. */
export const byProcess = (read: () => number): number => (isInstalled ? clocks.run(undefined, read) : read());

/** Only where a server has a clock of its own: to follow work costs every promise of the process a little. */
function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  const ofProcess = Date.now;
  Date.now = () => clocks.getStore()?.() ?? ofProcess.call(Date);
}
