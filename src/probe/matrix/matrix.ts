/**
 * How an API answers a role, as a matrix records it: lets it in, lets it past the guard (`reached`), or denies it.
 * `404` is a denial that hides what is there, `soft` one in the body of a success; `none` is no method at all. In the
 * order in which a line of the file says them.
 */
export const MATRIX_ANSWERS = ['allow', 'reached', 'soft', 'redirect', '404', '403', '401', 'none'] as const;
export type MatrixAnswer = (typeof MATRIX_ANSWERS)[number];

/** What a role is answered on a route; several answers where its subjects differ. */
export interface RoleAccess {
  readonly role: string;
  /** On its own objects, where those of others are answered otherwise. */
  readonly own: boolean;
  /** In the order of `MATRIX_ANSWERS`; never empty. */
  readonly answers: readonly MatrixAnswer[];
}

export interface MatrixRoute {
  /** Upper case. */
  readonly method: string;
  /** The template. */
  readonly path: string;
  readonly access: readonly RoleAccess[];
}

/** Which role reaches which route: what is committed and reviewed. */
export interface Matrix {
  readonly roles: readonly string[];
  readonly routes: readonly MatrixRoute[];
}

/** By code units, so that it depends on no locale. */
export const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

export const keyOfRoute = ({ method, path }: Pick<MatrixRoute, 'method' | 'path'>): string =>
  `${method} ${path}`;

/** The answers without repetition, in the order of `MATRIX_ANSWERS`. */
export const inOrder = (answers: Iterable<MatrixAnswer>): readonly MatrixAnswer[] => {
  const present = new Set(answers);
  return MATRIX_ANSWERS.filter((answer) => present.has(answer));
};
