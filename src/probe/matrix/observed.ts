import type { DenialKind } from '../model.js';
import type { Cell, ProbeResult } from '../result.js';
import { those } from '../sequence.js';
import { byText, inOrder, keyOfRoute, type Matrix, type MatrixAnswer, type RoleAccess } from './matrix.js';

/** What a run found out of a role on a route. */
export interface ObservedRole {
  /** On its own objects; empty where none was asked for. */
  readonly own: readonly MatrixAnswer[];
  /** On those of others, and where nobody owns anything. */
  readonly other: readonly MatrixAnswer[];
  /** Whether a cell of it stayed open: inconclusive, or skipped for want of permission. */
  readonly isOpen: boolean;
}

export interface ObservedRoute {
  readonly method: string;
  readonly path: string;
  readonly roles: ReadonlyMap<string, ObservedRole>;
}

/** What a run found out, as far as a matrix records it. */
export interface Observed {
  readonly roles: readonly string[];
  readonly routes: readonly ObservedRoute[];
}

/** Routes that are never asked, on purpose, are no part of a matrix. */
const NO_PART: readonly Cell['reason'][] = ['filtered', 'left-out'];

export function observedIn({ subjects, cells }: Pick<ProbeResult, 'subjects' | 'cells'>): Observed {
  const asked = those(cells, ({ reason }) => !NO_PART.includes(reason));
  const byRoute = grouped(asked, keyOfRoute);
  const routes = [...byRoute.values()].flatMap((ofRoute) => {
    const [first] = ofRoute;
    if (!first) return [];
    const byRole = grouped(ofRoute, roleOf);
    const roles = new Map([...byRole].map(([role, ofRole]) => [role, observedRole(ofRole)] as const));
    return [{ method: first.method, path: first.path, roles }];
  });
  const roles = subjects.map(({ name, role }) => roleOf({ subject: name, role }));
  return { roles: [...new Set(roles)].toSorted(byText), routes };
}

/** Where nothing says what role a subject has, it stands for itself. */
export const roleOf = ({ role, subject }: Pick<Cell, 'role' | 'subject'>): string => role || subject;

function observedRole(cells: readonly Cell[]): ObservedRole {
  const answers = (of: readonly Cell[]) => inOrder(of.flatMap((cell) => answerOf(cell) ?? []));
  return {
    own: answers(cells.filter(({ relation }) => relation === 'own')),
    other: answers(cells.filter(({ relation }) => relation !== 'own')),
    isOpen: cells.some((cell) => answerOf(cell) === undefined),
  };
}

/** Undefined where a cell settles nothing. */
function answerOf({ verdict, kind }: Cell): MatrixAnswer | undefined {
  switch (verdict) {
    case 'allow':
    case 'reached':
      return verdict;
    case 'deny':
      return kind === null ? undefined : DENIALS[kind];
    case 'not-applicable':
      return 'none';
    case 'inconclusive':
    case 'skipped':
      return undefined;
  }
}

const DENIALS: Readonly<Record<DenialKind, MatrixAnswer>> = {
  '401': '401',
  '403': '403',
  hidden: '404',
  redirect: 'redirect',
  soft: 'soft',
};

function grouped<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** What was settled, as a matrix. A role is told apart on its own objects only where these are answered otherwise. */
export function matrixOf({ roles, routes }: Observed): Matrix {
  return {
    roles,
    routes: routes.map(({ method, path, roles: ofRoute }) => ({
      method,
      path,
      access: [...ofRoute].flatMap(([role, observed]) => (observed.isOpen ? [] : accessOf(role, observed))),
    })),
  };
}

function accessOf(role: string, { own, other }: ObservedRole): readonly RoleAccess[] {
  const isAlike = own.length === 0 || other.length === 0 || own.join() === other.join();
  if (isAlike) return [{ role, own: false, answers: inOrder([...own, ...other]) }];
  return [
    { role, own: false, answers: other },
    { role, own: true, answers: own },
  ];
}

/** A recorded matrix, as if a run had found it. */
export function observedAs({ roles, routes }: Matrix): Observed {
  return {
    roles,
    routes: routes.map(({ method, path, access }) => ({
      method,
      path,
      roles: new Map(
        access.map(({ role }) => {
          const answers = (own: boolean) =>
            access.find((entry) => entry.role === role && entry.own === own)?.answers ?? [];
          const other = answers(false);
          const own = answers(true);
          return [role, { own: own.length > 0 ? own : other, other, isOpen: false }] as const;
        }),
      ),
    })),
  };
}
