import { parentPort, workerData } from 'node:worker_threads';
import { type Batch, type JudgeSetup, LineJudge } from './cli/judge-lines.js';
import { Secrets } from './cli/secrets.js';

// One thread of `authctl verify --lines --jobs N`: batches come as messages and go back judged.
const { secrets: values, ...bench } = workerData as JudgeSetup;
const secrets = new Secrets();
secrets.add(...values);
const judge = new LineJudge(bench, secrets);
parentPort?.on('message', ({ block, ...batch }: Batch) =>
  parentPort?.postMessage(judge.judge({ ...batch, block: block && bufferOver(block) })),
);

/** A message holds plain bytes, whatever they were before. */
const bufferOver = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
