import { AuthctlError } from '../errors.js';
import type { WorkerPool } from '../ports/worker-pool.js';
import { caution } from '../report/text.js';
import type { Criteria } from '../token/criteria.js';
import type { FoundKeys } from '../token/keys/discover.js';
import type { Context } from './context.js';
import { type Batch, type Bench, type JudgedBatch, LineJudge, MAX_LINE } from './judge-lines.js';
import type { KeySource } from './key-source.js';
import { lineCount } from './line-cursor.js';
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
  const own = new LineJudge(bench, ctx.secrets);
  const judges = jobs > 1 ? await threads(ctx, bench, jobs) : inThisThread(own);
  const judgement = new Judgement(ctx, keys, judges, own);
  try {
    const pending: Promise<JudgedBatch>[] = [];
    let first = 1;
    for await (const block of ctx.stdin.lines(MAX_LINE)) {
      const judged = judgement.judge({ block, first });
      // It is awaited in its turn; until then a failure of it is nobody's to handle.
      judged.catch(() => undefined);
      pending.push(judged);
      first += lineCount(block);
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

const threads = (ctx: Context, bench: Bench, jobs: number): Promise<Judges> =>
  ctx.ports.judges({ ...bench, secrets: ctx.secrets.all() }, jobs);

const inThisThread = (judge: LineJudge): Judges => ({
  run: async (batch) => judge.judge(batch),
  close: async () => undefined,
});

/** Batches on their way: judged once, and once more where newer keys may change the answer. */
class Judgement {
  readonly #ctx: Context;
  readonly #keys: KeySource;
  readonly #judges: Judges;
  /** Of this thread. */
  readonly #own: LineJudge;
  #renewing: Promise<FoundKeys | undefined> | undefined;
  #renewed: FoundKeys | undefined;
  #couldNotRenew = false;
  readonly #counts = { valid: 0, refused: 0 };

  constructor(ctx: Context, keys: KeySource, judges: Judges, own: LineJudge) {
    this.#ctx = ctx;
    this.#keys = keys;
    this.#judges = judges;
    this.#own = own;
  }

  async judge(batch: Batch): Promise<JudgedBatch> {
    const judged = await this.#judges.run({ ...batch, renewed: this.#renewed });
    if (!judged.lacksKey || !this.#keys.renew) return judged;
    const renewed = await this.#renewOnce(this.#keys.renew);
    return renewed ? this.#own.judge({ ...batch, renewed }) : judged;
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
