import type { WorkerPool } from '../../ports/worker-pool.js';
import { type HmacTarget, isSecret } from './hmac-target.js';
import { type TriedLines, tryLines } from './try-lines.js';
import { wholeLines } from './whole-lines.js';
import { WORDS } from './words.js';

/** What a search came to. */
export interface Cracked {
  readonly algorithm: HmacTarget['algorithm'];
  /** The secret; undefined where it was not found among what was tried. */
  readonly secret: Uint8Array | undefined;
  /** `built-in`, or the word list's path; undefined where nothing was found. */
  readonly foundIn: string | undefined;
  /** Candidates tried and known not to be the secret, and the secret. */
  readonly tried: number;
  /** Lines of the word list that were too long to be secrets. */
  readonly tooLong: number;
  /** False where the search was stopped before its end without a secret. */
  readonly complete: boolean;
  /** Of the search through the word list; undefined where there was none. */
  readonly pace: { readonly seconds: number; readonly tried: number; readonly jobs: number } | undefined;
}

/** A file of candidates, one a line, and the threads to try them on. */
export interface WordList {
  readonly path: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly pool: WorkerPool<Uint8Array<ArrayBuffer>, TriedLines>;
}

export interface CrackOptions {
  readonly wordList?: WordList | undefined;
  /** Ends the search between two chunks. */
  readonly signal: AbortSignal;
  /** @param tried - candidates so far. */
  readonly onProgress?: ((tried: number, elapsedMs: number) => void) | undefined;
}

const BUILT_IN = 'built-in';

/**
 * Searches the secret that a token was signed with: first among well-known ones, then in a word list.
 *
 * What is found is proven: the secret makes the signature. What is not found says only that it is not in the lists.
 */
export async function crack(target: HmacTarget, { wordList, ...options }: CrackOptions): Promise<Cracked> {
  const known = tryLines(Buffer.from(WORDS.join('\n')), target);
  const first = {
    algorithm: target.algorithm,
    ...known,
    foundIn: known.secret && BUILT_IN,
    tooLong: 0,
    complete: true,
    pace: undefined,
  };
  return known.secret || !wordList ? first : searchList(target, wordList, known.tried, options);
}

async function searchList(
  target: HmacTarget,
  { path, chunks, pool }: WordList,
  before: number,
  { signal, onProgress }: Omit<CrackOptions, 'wordList'>,
): Promise<Cracked> {
  let secret: Uint8Array | undefined;
  let tried = 0;
  let tooLong = 0;
  const failures: unknown[] = [];
  const isOver = () => secret !== undefined || failures.length > 0 || signal.aborted;
  const running = new Set<Promise<void>>();
  const submit = async (lines: Uint8Array<ArrayBuffer>): Promise<void> => {
    try {
      const found = await pool.run(lines, [lines.buffer]);
      tried += found.tried;
      if (found.secret && isSecret(found.secret, target)) secret ??= found.secret;
      onProgress?.(before + tried, pool.elapsedMs());
    } catch (error) {
      failures.push(error);
    }
  };
  const stopped = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  try {
    for await (const lines of wholeLines(chunks, () => {
      tooLong += 1;
    })) {
      if (isOver()) break;
      const task: Promise<void> = submit(lines).finally(() => running.delete(task));
      running.add(task);
      // One chunk waits for each worker, so that none is idle while the next one is read.
      if (running.size >= pool.size * 2) await Promise.race([...running, stopped]);
    }
    while (running.size > 0 && !isOver()) await Promise.race([...running, stopped]);
    // A part of the list that was not searched must not end as "not found".
    if (failures.length > 0 && secret === undefined) throw failures[0];
  } finally {
    await pool.close();
  }
  return {
    algorithm: target.algorithm,
    secret,
    foundIn: secret && path,
    tried: before + tried,
    tooLong,
    complete: secret !== undefined || !signal.aborted,
    pace: { seconds: pool.elapsedMs() / 1000, tried, jobs: pool.size },
  };
}
