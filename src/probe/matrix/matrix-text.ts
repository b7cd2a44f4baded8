import {
  byText,
  inOrder,
  keyOfRoute,
  MATRIX_ANSWERS,
  type Matrix,
  type MatrixAnswer,
  type MatrixRoute,
} from './matrix.js';

/** The first line of every matrix file. */
export const MATRIX_HEADER = '# authctl-matrix v1';

/** All roles, all of their objects. */
export const EVERYONE = '*';

/** What a role or a path is written as without quotes. */
export const PLAIN_WORD = /^[^\s"|():*#\p{C}][^\s"|():*\p{C}]*$/u;

/** Paths are padded to a multiple of this, so that a longer one seldom moves every line. */
const TAB = 8;

/**
 * A matrix as a file: a line a route, sorted, free of times, hosts and bodies, so that the same access gives the same
 * bytes. Ends with a line end.
 */
export function matrixText({ roles, routes }: Matrix): string {
  const sorted = routes.toSorted((one, other) => byText(keyOfRoute(one), keyOfRoute(other)));
  const paths = sorted.map(({ path }) => pathWord(path));
  const widest = (words: readonly string[]) => words.reduce((most, word) => Math.max(most, word.length), 0);
  const methodWidth = widest(sorted.map(({ method }) => method));
  const pathWidth = Math.ceil((widest(paths) + 1) / TAB) * TAB - 1;
  const lines = sorted.map(
    (route, index) =>
      `${route.method.padEnd(methodWidth)} ${(paths[index] ?? '').padEnd(pathWidth)} ${accessText(route, roles)}`,
  );
  const named = roles.toSorted(byText).map(roleWord);
  return [MATRIX_HEADER, `roles: ${named.join(' ')}`, '', ...lines, ''].join('\n');
}

function accessText({ access }: MatrixRoute, roles: readonly string[]): string {
  const groups = MATRIX_ANSWERS.flatMap((answer) => {
    const words = wordsWith(answer, access);
    return words.length === 0
      ? []
      : [`${answer}: ${isAll(answer, access, roles) ? EVERYONE : words.join(' ')}`];
  });
  return groups.join(' | ');
}

function wordsWith(answer: MatrixAnswer, access: MatrixRoute['access']): readonly string[] {
  return access
    .filter(({ answers }) => answers.includes(answer))
    .toSorted((one, other) => byText(one.role, other.role) || Number(one.own) - Number(other.own))
    .map(({ role, own }) => `${roleWord(role)}${own ? '(own)' : ''}`);
}

/** Whether every role is answered so, and in no other way. */
function isAll(answer: MatrixAnswer, access: MatrixRoute['access'], roles: readonly string[]): boolean {
  const answered = new Set(access.map(({ role }) => role));
  return (
    roles.every((role) => answered.has(role)) &&
    access.every(({ own, answers }) => !own && answers.length === 1 && answers[0] === answer)
  );
}

const roleWord = (role: string): string => (PLAIN_WORD.test(role) ? role : quoted(role));

/** A path starts with a slash, and may hold what a role may not. */
const pathWord = (path: string): string => (/^\/[^\s"|\p{C}]*$/u.test(path) ? path : quoted(path));

/** JSON, with what no terminal should see escaped too. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/\p{C}/gu, (unit) =>
    Array.from(
      { length: unit.length },
      (_, at) => `\\u${unit.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );

/** The same access, with roles, routes and answers in the order of the file. */
export function sortedMatrix({ roles, routes }: Matrix): Matrix {
  return {
    roles: roles.toSorted(byText),
    routes: routes
      .map(({ method, path, access }) => ({
        method,
        path,
        access: access
          .map(({ role, own, answers }) => ({ role, own, answers: inOrder(answers) }))
          .toSorted((one, other) => byText(one.role, other.role) || Number(one.own) - Number(other.own)),
      }))
      .toSorted((one, other) => byText(keyOfRoute(one), keyOfRoute(other))),
  };
}
