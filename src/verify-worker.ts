import { parentPort, workerData } from 'node:worker_threads';
import { type Batch, type JudgeSetup, judgeLines } from './cli/judge-lines.js';
import { Secrets } from './cli/secrets.js';

// One thread of `authctl verify --lines --jobs N`: batches come as messages and go back judged.
const { secrets: values, ...bench } = workerData as JudgeSetup;
const secrets = new Secrets();
secrets.add(...values);
parentPort?.on('message', (batch: Batch) => parentPort?.postMessage(judgeLines(batch, bench, secrets)));
