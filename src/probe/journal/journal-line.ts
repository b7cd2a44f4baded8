import type { Answer } from '../answer.js';
import type { Answered } from '../answered.js';
import type { CanaryState } from '../evidence.js';
import type { Stop } from '../exchange.js';
import type { Subject } from '../model.js';
import type { Check } from '../result.js';
import type { JudgedBy, PlanLine } from './journal-plan.js';
import type { Shard } from './shard.js';

/** The form of journals that is written and read here. */
export const JOURNAL_FORM = 1;

/** The first line: which plan the rest is about. */
export interface JournalHead {
  readonly 'authctl-journal': number;
  /** Of the lines of the plan. */
  readonly plan: string;
  readonly lines: number;
  readonly shard: Shard | null;
  readonly judged: JudgedBy;
}

/** What `setup:` made, so that it can be used and removed by whoever goes on. */
export interface MadeLine {
  readonly made: {
    readonly owns: Readonly<Record<string, Subject['owns']>>;
    readonly variables: Readonly<Record<string, string>>;
    /** Names of captured values that are not kept, because no URL holds them. */
    readonly withheld: readonly string[];
  };
}

/** A subject as it was when the run ended; its credential without what is secret in it. */
export interface CallerLine {
  readonly caller: string;
  readonly credential: Subject['credential'] | null;
  readonly unavailable: string | null;
  readonly canary: CanaryState;
  /** What a path that cannot exist was answered, by method. */
  readonly unknownRoutes: Readonly<Record<string, Answer>>;
  readonly canaryAnswers: readonly Answer[];
}

/** One line of a journal after its plan. */
export type RunLine =
  | MadeLine
  /** A write that is about to be sent. */
  | { readonly about: number }
  | ({ readonly cell: number } & Answered)
  /** This subject's credentials worked after so many lines of cells. */
  | { readonly vouched: string; readonly upTo: number }
  | CallerLine
  | { readonly check: Check }
  | { readonly end: { readonly stopped: Stop | null; readonly leftovers: readonly string[] } };

export type JournalLine = JournalHead | PlanLine | RunLine;
