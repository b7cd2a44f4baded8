import { createServer } from 'node:net';

/** Each worker of a test run takes its ports from a range of its own, so that no two sessions can be given the same. */
const RANGE = 300;
const FIRST = 5_000 + (Number(process.env.VITEST_POOL_ID ?? 0) % 12) * RANGE;

let next = 0;

/**
 * A free loopback port of four digits, as many as the recorded one has: columns that hold an address then keep their
 * width.
 */
export async function shortPort(): Promise<number> {
  for (let tries = 0; tries < RANGE; tries += 1) {
    const port = FIRST + (next % RANGE);
    next += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${FIRST} to ${FIRST + RANGE - 1} is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((done) => {
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}
