import { AuthctlError } from '../errors.js';
import { LINE_TOO_LONG } from '../ports/input.js';
import type { WorkerPool } from '../ports/worker-pool.js';
import { caution } from '../report/text.js';
import type { Criteria } from '../token/judge.js';
import type { FoundKeys } from '../token/keys/discover.js';
import { MAX_TOKEN_LENGTH } from '../token/not-a-token.js';
import type { Context } from './context.js';
import { type Batch, type Bench, type JudgedBatch, judgeLines } from './judge-lines.js';
import type { KeySource } from './key-source.js';
import { complain, say } from './print.js';

export interface LinesOptions {
  readonly criteria: Criteria;
  readonly keys: KeySource;
  /** Seconds since the epoch. */
  readonly at: number;
  /** Threads; with one everything is done by the one that reads. */
  readonly jobs: number;
}

/** Batches a thread that are read ahead, so that none waits for input. */
const AHEAD = 2;

/**
 * Judges each line of standard input as a token, and writes one JSON document a line, in the same order. Memory does not
 * grow with the input. Keys are read once, and fetched once more where a token names one that is not among them.
 *
 * The command ends with 1 where a token is refused, else with 3 where the keys for one could not be had.
 */
export async function verifyLines(ctx: Context, { criteria, keys, at, jobs }: LinesOptions): Promise<void> {
  const found = await keys.load();
  const bench: Bench = { criteria, at, found };
  const judges = await judgesOf(ctx, bench, jobs);
  const judgement = new Judgement(ctx, bench, keys, judges);
  try {
    const pending: Promise<JudgedBatch>[] = [];
    let first = 1;
    for await (const some of ctx.stdin.lines(MAX_TOKEN_LENGTH)) {
      const lines = some.map((line) => (line === LINE_TOO_LONG ? null : line));
      const judged = judgement.judge({ lines, first });
      // It is awaited in its turn; until then a failure of it is nobody's to handle.
      judged.catch(() => undefined);
      pending.push(judged);
      first += lines.length;
      if (pending.length >= jobs * AHEAD && !(await judgement.write(await pending.shift()))) return;
    }
    for (const batch of pending) if (!(await judgement.write(await batch))) return;
    judgement.conclude();
  } finally {
    await judges.close();
  }
}

/** What judges batches: threads, or the one that reads. */
type Judges = Pick<WorkerPool<Batch, JudgedBatch>, 'run' | 'close'>;

async function judgesOf(ctx: Context, bench: Bench, jobs: number): Promise<Judges> {
  if (jobs > 1) return ctx.ports.judges({ ...bench, secrets: ctx.secrets.all() }, jobs);
  return { run: async (batch) => judgeLines(batch, bench, ctx.secrets), close: async () => undefined };
}

/** Batches on their way: judged once, and once more where newer keys may change the answer. */
class Judgement {
  readonly #ctx: Context;
  readonly #bench: Bench;
  readonly #keys: KeySource;
  readonly #judges: Judges;
  #renewing: Promise<FoundKeys | undefined> | undefined;
  #renewed: FoundKeys | undefined;
  #couldNotRenew = false;
  readonly #counts = { valid: 0, refused: 0 };

  constructor(ctx: Context, bench: Bench, keys: KeySource, judges: Judges) {
    this.#ctx = ctx;
    this.#bench = bench;
    this.#keys = keys;
    this.#judges = judges;
  }

  async judge(batch: Batch): Promise<JudgedBatch> {
    const judged = await this.#judges.run({ ...batch, renewed: this.#renewed });
    if (!judged.lacksKey || !this.#keys.renew) return judged;
    const renewed = await this.#renewOnce(this.#keys.renew);
    return renewed ? judgeLines({ ...batch, renewed }, this.#bench, this.#ctx.secrets) : judged;
  }

  #renewOnce(renew: () => Promise<FoundKeys>): Promise<FoundKeys | undefined> {
    this.#renewing ??= renew().then(
      (found) => {
        this.#renewed = found;
        return found;
      },
      (error: unknown) => this.#withoutNewKeys(error),
    );
    return this.#renewing;
  }

  #withoutNewKeys(error: unknown): undefined {
    if (!(error instanceof AuthctlError && error.code === 'KEYS_UNAVAILABLE')) throw error;
    this.#couldNotRenew = true;
    complain(this.#ctx, [
      caution('warning:'),
      ` a token names a key that is not known here, and ${error.message}`,
    ]);
  }

  /** @returns false where nobody reads any more. */
  async write(judged: JudgedBatch | undefined): Promise<boolean> {
    if (judged === undefined) return true;
    this.#counts.valid += judged.valid;
    this.#counts.refused += judged.refused;
    this.#ctx.stdout.write(judged.text);
    return this.#ctx.stdout.ready();
  }

  conclude(): void {
    const { valid, refused } = this.#counts;
    this.#ctx.outcome = refused > 0 ? 'no' : this.#couldNotRenew ? 'unknown' : 'ok';
    say(this.#ctx, `${valid + refused} tokens: ${valid} valid, ${refused} refused`);
  }
}
