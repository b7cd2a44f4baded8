import { parentPort, workerData } from 'node:worker_threads';
import type { HmacTarget } from './hmac-target.js';
import { tryLines } from './try-lines.js';

/** One thread of a search: bytes of lines in, what came of them out. An entry point of its own in the build. */
parentPort?.on('message', (lines: Uint8Array) => {
  parentPort?.postMessage(tryLines(lines, workerData as HmacTarget));
});
