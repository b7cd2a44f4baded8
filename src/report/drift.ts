import type { Drift, DriftKind } from '../probe/matrix/change.js';
import type { MatrixAnswer } from '../probe/matrix/matrix.js';
import { bad, caution, type Line, type Style, type Text, type View } from './text.js';
import { visible } from './visible.js';
import { wrap } from './wrap.js';

/** An answer in words, as a matrix names it. */
const ANSWERS = {
  allow: 'allowed',
  reached: 'let past the guard',
  soft: 'denied in the body',
  redirect: 'sent elsewhere',
  '404': 'denied with 404',
  '403': 'denied with 403',
  '401': 'denied with 401',
  none: 'without such a method',
} as const satisfies Record<MatrixAnswer, string>;

/** What roles are answered, in words; several where their subjects differ. */
export const answersInWords = (answers: readonly MatrixAnswer[]): string =>
  answers.map((answer) => ANSWERS[answer]).join(' and ');

/** What is worst first. */
const STYLES: Readonly<Record<DriftKind, Style>> = {
  opened: 'bad',
  tightened: 'bad',
  'kind-changed': 'bad',
  'added-route': 'caution',
  'removed-route': 'caution',
  'added-role': 'caution',
  unprobed: 'caution',
};
const KINDS = Object.keys(STYLES) as readonly DriftKind[];

/** Changes as sentences, one each: access that changed before what is new, gone or was not asked. */
export function driftText(drift: readonly Drift[], { width }: View): Text {
  return KINDS.flatMap((kind) =>
    drift
      .filter((each) => each.kind === kind)
      .flatMap((each) => wrap(visible(`${kind}: ${driftSentence(each)}`), width, 0, 2).map(styled(kind))),
  );
}

const styled =
  (kind: DriftKind) =>
  (line: string): Line => [STYLES[kind] === 'bad' ? bad(line) : caution(line)];

/** A change as a sentence, without its kind. */
export function driftSentence({ kind, route, role, own, was, is }: Drift): string {
  const where = route ? `${route.method} ${route.path}` : '';
  const who = `${role}${own ? ', on its own objects' : ''}`;
  switch (kind) {
    case 'opened':
    case 'tightened':
    case 'kind-changed':
      return `${where}: ${who}: was ${answersInWords(was)}, is ${answersInWords(is)}`;
    case 'added-route':
      return `${where} is not recorded`;
    case 'removed-route':
      return `${where} is recorded, and is no route any more`;
    case 'added-role':
      return `${role} is not recorded`;
    case 'unprobed':
      return `${where}: ${who}: recorded as ${answersInWords(was)}, and was not settled`;
  }
}

/** The member `drift` of JSON documents. */
export const driftJson = (drift: readonly Drift[]): readonly object[] =>
  drift.map(({ kind, route, role, own, was, is }) => ({
    kind,
    method: route?.method ?? null,
    path: route?.path ?? null,
    role,
    own,
    was,
    is,
  }));
