import type { Drift } from '../probe/matrix/change.js';
import { letsIn, type Reach, type RouteReach } from '../probe/matrix/reach.js';
import { count } from './count.js';
import { answersInWords, driftJson, driftText } from './drift.js';
import { faint, good, type Line, type Renderer, type Text } from './text.js';
import { visible } from './visible.js';

/** Two matrices, compared. */
export interface MatrixDiff {
  /** In words: file names. */
  readonly from: string;
  readonly to: string;
  readonly drift: readonly Drift[];
  /** False where something stayed open, on a server. */
  readonly isSettled: boolean;
}

/** `authctl matrix diff`. */
export const matrixDiffRenderer: Renderer<MatrixDiff> = {
  schema: 'authctl/matrix-diff@1',
  json: ({ drift, isSettled }) => ({
    equal: drift.length === 0 && !isSettled ? null : drift.length === 0,
    drift: driftJson(drift),
  }),
  text: ({ from, to, drift, isSettled }, view): Text =>
    drift.length === 0
      ? [
          isSettled
            ? `Access is the same in ${visible(from)} and ${visible(to)}`
            : `No difference was found between ${visible(from)} and ${visible(to)}, and not everything was settled`,
        ]
      : [
          [faint(`--- ${visible(from)}`)],
          [faint(`+++ ${visible(to)}`)],
          ...driftText(drift, view),
          '',
          count(drift.length, 'change'),
        ],
};

/** `authctl matrix who-can`: a role a line, those that get in before the others. */
export const whoCanRenderer: Renderer<RouteReach> = {
  schema: 'authctl/who-can@1',
  json: ({ route, reached }) => ({ method: route.method, path: route.path, roles: reached.map(reachJson) }),
  text: ({ reached }, { ascii }) =>
    columns(reached, ({ role, own }) => `${role}${own ? ' (own)' : ''}`, ascii),
};

/** Where a role gets in. */
export interface WhatCan {
  readonly role: string;
  readonly reached: readonly Reach[];
}

/** `authctl matrix what-can`: a route a line, those that it gets in at before the others. */
export const whatCanRenderer: Renderer<WhatCan> = {
  schema: 'authctl/what-can@1',
  json: ({ role, reached }) => ({
    role,
    routes: reached.map(({ method, path, ...reach }) => ({ method, path, ...reachJson(reach) })),
  }),
  text: ({ reached }, { ascii }) => {
    const widest = Math.max(0, ...reached.map(({ method }) => method.length));
    return columns(
      reached,
      ({ method, path, own }) => `${method.padEnd(widest)} ${path}${own ? ' (own)' : ''}`,
      ascii,
    );
  },
};

const reachJson = ({ role, own, answers }: Pick<Reach, 'role' | 'own' | 'answers'>) => ({
  role,
  own,
  allowed: letsIn(answers),
  answers,
});

/** What is named, and what it is answered. */
function columns(reached: readonly Reach[], nameOf: (reach: Reach) => string, ascii: boolean): Text {
  const names = reached.map((reach) => visible(nameOf(reach)));
  const widest = Math.max(0, ...names.map((name) => name.length));
  return reached.map(({ answers }, index): Line => {
    const [name = '', said] = [names[index], answersInWords(answers)];
    const sign = letsIn(answers) ? good(ascii ? 'Y' : '✔') : faint('-');
    return [sign, ` ${name.padEnd(widest)}  `, faint(said)];
  });
}
