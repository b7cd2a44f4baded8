import type { Decide } from '../config/probe-config.js';
import type { Answer } from './answer.js';
import type { ObservedEffect } from './watch.js';

/** What another subject was answered to the very same request. */
export interface Witness {
  readonly subject: string;
  /** False where this subject is meant to be denied (its success is a hole) or its credentials are not known to work. */
  readonly entitled: boolean;
  readonly answer: Answer;
  /** What a path that cannot exist was answered to the same subject. */
  readonly unknownRoute: Answer | null;
}

/** Whether the subject's credentials are known to work: `none` where nothing shows it either way. */
export type CanaryState = 'ok' | 'failed' | 'none';

/** All that the verdict on one cell rests on. */
export interface Evidence {
  readonly answer: Answer;
  readonly anonymous: boolean;
  readonly canary: CanaryState;
  /** What a path that cannot exist was answered to this subject; null where that was not asked. */
  readonly unknownRoute: Answer | null;
  readonly witnesses: readonly Witness[];
  /** True where every answer of the run, canaries included, is 403. */
  readonly blocked: boolean;
  /** Whether the API's description has this method on this path. */
  readonly described: boolean;
  /** True where the object that the request names was gone by then. */
  readonly consumed: boolean;
  /** What a write did to its object; null where nobody looked, or for a read. */
  readonly effect: ObservedEffect;
  /** True where the path puts the object under one that it does not belong to: nobody is to reach it. */
  readonly mismatched: boolean;
  /** Nobody is meant to find anything there: 404 for everybody is what was asked for. */
  readonly absent: boolean;
  /** For HEAD, what GET of the same URL was answered to this subject; null where that was not asked. */
  readonly asGet: Answer | null;
  /** How answers are read. */
  readonly decide: Decide;
  readonly api: string;
  /** Origins of the authorization servers that subjects log in at. */
  readonly issuers: readonly string[];
}
