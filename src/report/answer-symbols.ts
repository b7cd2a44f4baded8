import type { DenialKind } from '../probe/model.js';
import type { Cell, Verdict } from '../probe/result.js';
import type { Style } from './text.js';

/** What a cell can show in the grid, in the order of its legend. */
export const answers = [
  'allow',
  '401',
  '403',
  'hidden',
  'redirect',
  'soft',
  'reached',
  'not-applicable',
  'inconclusive',
  'skipped',
] as const satisfies readonly (Exclude<Verdict, 'deny'> | DenialKind)[];

export type Answer = (typeof answers)[number];

interface AnswerSymbol {
  /** One column wide. */
  readonly sign: string;
  readonly ascii: string;
  /** What the legend says of it. */
  readonly legend: string;
  /** What a subject was, in a sentence. */
  readonly said: string;
  readonly style: Style;
}

/** How each answer looks and reads. */
export const answerSymbols = {
  allow: { sign: '✔', ascii: 'Y', legend: 'allowed', said: 'allowed', style: 'good' },
  '401': { sign: '·', ascii: '1', legend: 'denied with 401', said: 'denied with 401', style: 'faint' },
  '403': { sign: '✖', ascii: '3', legend: 'denied with 403', said: 'denied with 403', style: 'accent' },
  hidden: { sign: '○', ascii: '4', legend: 'hidden behind 404', said: 'denied with 404', style: 'accent' },
  redirect: { sign: '↪', ascii: 'r', legend: 'sent elsewhere', said: 'sent elsewhere', style: 'accent' },
  soft: { sign: '~', ascii: 's', legend: 'denied by the body', said: 'denied by the body', style: 'accent' },
  reached: {
    sign: '»',
    ascii: '>',
    legend: 'past the guard, then failed',
    said: 'let past the guard',
    style: 'caution',
  },
  'not-applicable': {
    sign: '∅',
    ascii: 'n',
    legend: 'no such method there',
    said: 'without such a method',
    style: 'faint',
  },
  inconclusive: { sign: '?', ascii: '?', legend: 'inconclusive', said: 'inconclusive', style: 'caution' },
  skipped: { sign: '-', ascii: '-', legend: 'skipped', said: 'skipped', style: 'faint' },
} as const satisfies Record<Answer, AnswerSymbol>;

/** Which sign a cell gets. */
export function answerOf({ verdict, kind }: Pick<Cell, 'verdict' | 'kind'>): Answer {
  if (verdict === 'deny') return kind ?? '403';
  return verdict;
}

/** The sign of an answer as this output can show it. */
export function signOf(answer: Answer, ascii: boolean): string {
  return ascii ? answerSymbols[answer].ascii : answerSymbols[answer].sign;
}

/** Whether what happened is not what was meant to. */
export function isUnmet({ outcome }: Pick<Cell, 'outcome'>): boolean {
  return outcome === 'violation' || outcome === 'drift';
}
