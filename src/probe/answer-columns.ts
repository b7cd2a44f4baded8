import type { HttpFailureReason } from '../ports/http.js';
import type { Answer, Reply, Unsent } from './answer.js';
import type { Answered, AnsweredCells } from './answered.js';
import type { BodyTraits } from './body.js';
import { TextNumbers } from './text-numbers.js';
import type { ObservedEffect } from './watch.js';

const KINDS = ['none', 'reply', 'silence', 'unsent'] as const;
const DENIES: readonly BodyTraits['denies'][] = [null, 'graphql', 'status-member', 'configured'];
const UNREAD: readonly BodyTraits['unread'][] = [null, 'truncated', 'encoded'];
const EFFECTS: readonly ObservedEffect[] = [null, 'changed', 'unchanged'];

/** Where in the flags of a cell each thing stands, in bits. */
const AT = {
  empty: 0,
  json: 1,
  words: 2,
  marked: 3,
  challenged: 4,
  denies: 5,
  unread: 7,
  consumed: 9,
  effect: 10,
  kind: 12,
};

type Told = readonly [exposes: BodyTraits['exposes'], failure: BodyTraits['failure']];

const NOTHING_TOLD: Told = [[], null];
const MOST_ATTEMPTS = 0xffff;
const LONGEST_MS = 0xffff_ffff;
/** The shape of a page, which is no digest. */
const PAGE = 'html';

/**
 * What came of a million cells in some forty bytes each: a column for each field, texts by number. Bodies are not kept,
 * nor is the text of one.
 */
export class AnswerColumns implements AnsweredCells {
  readonly length: number;
  readonly #texts = new TextNumbers();
  readonly #flags: Uint16Array;
  readonly #status: Uint16Array;
  readonly #attempts: Uint16Array;
  readonly #durationMs: Uint32Array;
  /** Two 32-bit halves each. */
  readonly #digest: Uint32Array;
  readonly #shape: Uint32Array;
  /** Where a reply leads, why nothing was answered, or why nothing was sent. */
  readonly #first: Uint32Array;
  /** Where a redirect was followed to, or the message. */
  readonly #second: Uint32Array;
  /** What is told of few bodies only: members that must not be there, and a failure. */
  readonly #told: Uint32Array;
  readonly #url: Uint32Array;

  constructor(length: number) {
    this.length = length;
    this.#flags = new Uint16Array(length);
    this.#status = new Uint16Array(length);
    this.#attempts = new Uint16Array(length);
    this.#durationMs = new Uint32Array(length);
    this.#digest = new Uint32Array(2 * length);
    this.#shape = new Uint32Array(2 * length);
    this.#first = new Uint32Array(length);
    this.#second = new Uint32Array(length);
    this.#told = new Uint32Array(length);
    this.#url = new Uint32Array(length);
  }

  set(index: number, { answer, effect, consumed, url }: Answered): void {
    this.#flags[index] =
      (Number(consumed) << AT.consumed) |
      (EFFECTS.indexOf(effect) << AT.effect) |
      (KINDS.indexOf(answer.kind) << AT.kind);
    this.#url[index] = this.#texts.numberOf(url);
    switch (answer.kind) {
      case 'reply':
        this.#setReply(index, answer);
        return;
      case 'silence':
        this.#attempts[index] = Math.min(answer.attempts, MOST_ATTEMPTS);
        this.#setTexts(index, answer.reason, answer.message);
        return;
      case 'unsent':
        this.#setTexts(index, answer.why, answer.message);
    }
  }

  at(index: number): Answered | undefined {
    const flags = this.#flags[index] ?? 0;
    const answer = this.#answerAt(index, flags);
    if (answer === undefined) return undefined;
    return {
      answer,
      effect: EFFECTS[(flags >> AT.effect) & 3] ?? null,
      consumed: hasFlag(flags, AT.consumed),
      url: this.#texts.textOf(this.#url[index]),
    };
  }

  *[Symbol.iterator](): Iterator<Answered | undefined> {
    for (let index = 0; index < this.length; index += 1) yield this.at(index);
  }

  #setTexts(index: number, first: string | null, second: string | null | undefined): void {
    this.#first[index] = this.#texts.numberOf(first);
    this.#second[index] = this.#texts.numberOf(second);
  }

  #setReply(index: number, { body, challenged, ...reply }: Reply): void {
    this.#flags[index] =
      (this.#flags[index] ?? 0) |
      (Number(body.empty) << AT.empty) |
      (Number(body.json) << AT.json) |
      (Number(body.wordsOfDenial) << AT.words) |
      (Number(body.marked) << AT.marked) |
      (Number(challenged) << AT.challenged) |
      (DENIES.indexOf(body.denies) << AT.denies) |
      (UNREAD.indexOf(body.unread) << AT.unread);
    this.#status[index] = reply.status;
    this.#attempts[index] = Math.min(reply.attempts, MOST_ATTEMPTS);
    this.#durationMs[index] = Math.min(reply.durationMs, LONGEST_MS);
    setDigest(this.#digest, index, body.digest);
    if (body.shape === PAGE) this.#shape.fill(0, 2 * index, 2 * index + 2);
    else setDigest(this.#shape, index, body.shape);
    const isPlain = body.exposes.length === 0 && body.failure === null;
    this.#told[index] = this.#texts.numberOf(isPlain ? null : JSON.stringify([body.exposes, body.failure]));
    this.#setTexts(index, reply.location, reply.followed);
  }

  #answerAt(index: number, flags: number): Answer | undefined {
    const [first, second] = [this.#texts.textOf(this.#first[index]), this.#texts.textOf(this.#second[index])];
    const attempts = this.#attempts[index] ?? 0;
    switch (KINDS[(flags >> AT.kind) & 3]) {
      case 'reply':
        return this.#replyAt(index, flags, attempts, { location: first, followed: second });
      case 'silence':
        return { kind: 'silence', reason: first as HttpFailureReason, message: second ?? '', attempts };
      case 'unsent':
        return {
          kind: 'unsent',
          why: first as Unsent['why'],
          ...(second === null ? {} : { message: second }),
        };
      default:
        return undefined;
    }
  }

  #replyAt(
    index: number,
    flags: number,
    attempts: number,
    places: Pick<Reply, 'location' | 'followed'>,
  ): Reply {
    const told = this.#texts.textOf(this.#told[index]);
    const [exposes, failure] = told === null ? NOTHING_TOLD : (JSON.parse(told) as Told);
    return {
      kind: 'reply',
      status: this.#status[index] ?? 0,
      location: places.location,
      challenged: hasFlag(flags, AT.challenged),
      body: {
        digest: digestAt(this.#digest, index),
        shape: digestAt(this.#shape, index, PAGE),
        empty: hasFlag(flags, AT.empty),
        json: hasFlag(flags, AT.json),
        denies: DENIES[(flags >> AT.denies) & 3] ?? null,
        wordsOfDenial: hasFlag(flags, AT.words),
        marked: hasFlag(flags, AT.marked),
        failure,
        exposes,
        unread: UNREAD[(flags >> AT.unread) & 3] ?? null,
      },
      durationMs: this.#durationMs[index] ?? 0,
      attempts,
      followed: places.followed,
    };
  }
}

const hasFlag = (flags: number, place: number): boolean => ((flags >> place) & 1) === 1;

/** @param digest - 16 hexadecimal digits. */
function setDigest(column: Uint32Array, index: number, digest: string): void {
  column[2 * index] = Number.parseInt(digest.slice(0, 8), 16);
  column[2 * index + 1] = Number.parseInt(digest.slice(8), 16);
}

function digestAt(column: Uint32Array, index: number, ifZero?: string): string {
  const [high = 0, low = 0] = [column[2 * index], column[2 * index + 1]];
  if (ifZero !== undefined && high === 0 && low === 0) return ifZero;
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
