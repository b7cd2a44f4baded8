import { verificationJson, verifiedSchema } from '../report/verified.js';
import { visibleJson } from '../report/visible.js';
import { type Criteria, judge, type Verification } from '../token/judge.js';
import type { FoundKeys } from '../token/keys/discover.js';
import { lacksKey } from '../token/verify.js';
import type { Secrets } from './secrets.js';

/** Tokens, one a line, that came together. Plain data: it can be handed to another thread. */
export interface Batch {
  /** Null stands for a line that is too long to be a token. */
  readonly lines: readonly (string | null)[];
  /** The number of the first of them in the input, from 1. */
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

/** Judges a batch. Empty lines are passed over; they count for the numbers of lines. */
export function judgeLines({ lines, first, renewed }: Batch, bench: Bench, secrets: Secrets): JudgedBatch {
  const { criteria, at } = bench;
  const found = renewed ?? bench.found;
  const documents: string[] = [];
  let valid = 0;
  let lacking = false;
  for (const [index, line] of lines.entries()) {
    if (line === '' || line?.trim() === '') continue;
    const result = line === null ? tooLong(at) : judge(line, at, criteria, found);
    if (result.valid) valid += 1;
    else lacking ||= lacksKey(result);
    const document = { schema: verifiedSchema, line: first + index, ...verificationJson(result) };
    documents.push(`${secrets.redact(visibleJson(document, 0))}\n`);
  }
  return { text: documents.join(''), valid, refused: documents.length - valid, lacksKey: lacking };
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
