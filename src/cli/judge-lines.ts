import type { LineBlock } from '../ports/input.js';
import { ValidLines, verifiedLine } from '../report/verified-line.js';
import type { Criteria } from '../token/criteria.js';
import { judge, type Verification } from '../token/judge.js';
import type { FoundKeys } from '../token/keys/discover.js';
import { MAX_TOKEN_LENGTH } from '../token/not-a-token.js';
import { PlainJudge } from '../token/plain-judge.js';
import { PlainJwsReader } from '../token/plain-jws.js';
import { lacksKey } from '../token/verify.js';
import { LineCursor } from './line-cursor.js';
import type { Secrets } from './secrets.js';

/** In bytes; longer lines are no tokens. */
export const MAX_LINE = MAX_TOKEN_LENGTH;

/** Tokens, one a line, that came together. Plain data: it can be handed to another thread. */
export interface Batch {
  readonly block: LineBlock;
  /** The number of the first line in the input, from 1. */
  readonly first: number;
  /** Keys that were fetched since the work began. */
  readonly renewed?: FoundKeys | undefined;
}

/** By what every batch is judged. */
export interface Bench {
  readonly criteria: Criteria;
  /** Seconds since the epoch. */
  readonly at: number;
  readonly found: FoundKeys;
}

/** What another thread needs to know to judge batches. */
export interface JudgeSetup extends Bench {
  /** What its output must not show. */
  readonly secrets: readonly string[];
}

/** JSON documents, one a line, and how the tokens fared. */
export interface JudgedBatch {
  readonly text: string;
  readonly valid: number;
  readonly refused: number;
  /** Whether newer keys could change an answer. */
  readonly lacksKey: boolean;
}

/** Judges batches by one bench. Empty lines are passed over; they count for the numbers of lines. */
export class LineJudge {
  readonly #bench: Bench;
  readonly #secrets: Secrets;
  readonly #plain = new PlainJwsReader();
  readonly #validLines = new ValidLines();
  #judge: PlainJudge;
  #found: FoundKeys;

  constructor(bench: Bench, secrets: Secrets) {
    this.#bench = bench;
    this.#secrets = secrets;
    this.#found = bench.found;
    this.#judge = new PlainJudge(bench.criteria, bench.at, bench.found);
  }

  judge({ block, first, renewed = this.#bench.found }: Batch): JudgedBatch {
    this.#use(renewed);
    const lines = new LineCursor(block, first, MAX_LINE);
    let [text, valid, refused, lacking] = ['', 0, 0, false];
    while (lines.next()) {
      const judged = this.#shortWay(lines) ?? this.#longWay(lines);
      if (judged === undefined) continue;
      text += `${judged.json}\n`;
      if (judged.isValid) valid += 1;
      else refused += 1;
      lacking ||= judged.lacksKey;
    }
    return { text: this.#secrets.redact(text), valid, refused, lacksKey: lacking };
  }

  #use(found: FoundKeys): void {
    if (found === this.#found) return;
    this.#found = found;
    this.#judge = new PlainJudge(this.#bench.criteria, this.#bench.at, found);
  }

  /** Undefined where it leads nowhere. */
  #shortWay({ bytes, start, end, number, isTooLong }: LineCursor): JudgedLine | undefined {
    const plain = isTooLong ? undefined : this.#plain.read(bytes, start, end);
    const valid = plain && this.#judge.judge(plain, bytes, start, end);
    return (
      valid && { json: this.#validLines.line(plain.header, valid, number), isValid: true, lacksKey: false }
    );
  }

  /** Undefined for an empty line. */
  #longWay(lines: LineCursor): JudgedLine | undefined {
    const { criteria, at } = this.#bench;
    const line = lines.text();
    if (!lines.isTooLong && line.trim() === '') return undefined;
    const result = lines.isTooLong ? tooLong(at) : judge(line, at, criteria, this.#found);
    const json = verifiedLine(result, lines.number);
    return { json, isValid: result.valid, lacksKey: !result.valid && lacksKey(result) };
  }
}

interface JudgedLine {
  readonly json: string;
  readonly isValid: boolean;
  readonly lacksKey: boolean;
}

const tooLong = (at: number): Verification => ({
  valid: false,
  failures: [{ code: 'malformed', message: 'this is no token: the line is too long' }],
  key: null,
  header: null,
  payload: null,
  unchecked: null,
  at,
});
