import { candidateCheck } from './candidate-check.js';
import type { HmacTarget } from './hmac-target.js';

const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** What came of one chunk of a word list. */
export interface TriedLines {
  /** The bytes of the secret, if it was among the lines. */
  readonly secret: Uint8Array | undefined;
  /** Lines tried, the secret's among them. */
  readonly tried: number;
}

/**
 * Tries every line as a secret: its bytes as they are, whatever their encoding, without LF or CR LF.
 *
 * @param lines - whole lines; the last one needs no line end.
 */
export function tryLines(lines: Uint8Array, target: HmacTarget): TriedLines {
  const isSecret = candidateCheck(target);
  let tried = 0;
  for (let start = 0; start < lines.length; ) {
    const feed = lines.indexOf(LINE_FEED, start);
    const stop = feed === -1 ? lines.length : feed;
    const end = stop > start && lines[stop - 1] === RETURN ? stop - 1 : stop;
    const candidate = lines.subarray(start, end);
    tried += 1;
    if (isSecret(candidate)) return { secret: candidate.slice(), tried };
    start = stop + 1;
  }
  return { secret: undefined, tried };
}
