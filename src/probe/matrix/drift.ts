import { routeKey } from '../route-key.js';
import type { Drift, DriftKind } from './change.js';
import type { Matrix, MatrixAnswer, MatrixRoute } from './matrix.js';
import type { Observed, ObservedRole } from './observed.js';
import { letsIn } from './reach.js';

/** What a run was about. */
export interface RunScope {
  /** Whether routes were chosen: then others that are recorded are not missed. */
  readonly someRoutes: boolean;
  /** Whether subjects were chosen: then other roles that are recorded are not missed. */
  readonly someRoles: boolean;
}

/**
 * How what a run found differs from what was recorded, in the order of routes; empty where it does not. Names of path
 * parameters do not count.
 */
export function driftSince(recorded: Matrix, observed: Observed, scope: RunScope): readonly Drift[] {
  const before = new Map(recorded.routes.map((route) => [keyOf(route), route]));
  const now = new Set(observed.routes.map(keyOf));
  const known = new Set(recorded.roles);
  const added = observed.roles.filter((role) => !known.has(role));
  return [
    ...added.map((role): Drift => ({ kind: 'added-role', route: null, role, own: false, was: [], is: [] })),
    ...recorded.routes
      .filter((route) => !scope.someRoutes && !now.has(keyOf(route)))
      .map((route) => wholeRoute('removed-route', route)),
    ...observed.routes.flatMap((route) => {
      const old = before.get(keyOf(route));
      if (old) return driftOnRoute(old, route.roles, scope);
      const isSettled = [...route.roles.values()].some(({ isOpen }) => !isOpen);
      return isSettled ? [wholeRoute('added-route', route)] : [];
    }),
  ];
}

const keyOf = ({ method, path }: Pick<MatrixRoute, 'method' | 'path'>): string => routeKey(method, path);

const placeOf = ({ method, path }: Pick<MatrixRoute, 'method' | 'path'>) => ({ method, path });

const wholeRoute = (kind: DriftKind, route: Pick<MatrixRoute, 'method' | 'path'>): Drift => ({
  kind,
  route: placeOf(route),
  role: null,
  own: false,
  was: [],
  is: [],
});

function driftOnRoute(
  old: MatrixRoute,
  roles: ReadonlyMap<string, ObservedRole>,
  scope: RunScope,
): readonly Drift[] {
  return [...new Set(old.access.map(({ role }) => role))].flatMap((role) => {
    const observed = roles.get(role);
    if (observed && !observed.isOpen) return driftOfRole(old, role, observed);
    const isMissed = observed !== undefined || !scope.someRoles;
    return isMissed ? [unprobed(old, role, recordedFor(old, role, false), false)] : [];
  });
}

const unprobed = (route: MatrixRoute, role: string, was: readonly MatrixAnswer[], own: boolean): Drift => ({
  kind: 'unprobed',
  route: placeOf(route),
  role,
  own,
  was,
  is: [],
});

/** What is recorded for a role's own objects, or for those of others. */
function recordedFor({ access }: MatrixRoute, role: string, own: boolean): readonly MatrixAnswer[] {
  const entries = access.filter((entry) => entry.role === role);
  return (entries.find((entry) => entry.own === own) ?? entries[0])?.answers ?? [];
}

function driftOfRole(old: MatrixRoute, role: string, { own, other }: ObservedRole): readonly Drift[] {
  const isToldApart = old.access.some((entry) => entry.role === role && entry.own);
  const changes = [
    change(old, role, false, other),
    change(old, role, true, own),
    ...(isToldApart && own.length === 0 ? [unprobed(old, role, recordedFor(old, role, true), true)] : []),
  ].filter((drift) => drift !== undefined);
  const [one, two] = changes;
  const isSame =
    one &&
    two &&
    one.kind === two.kind &&
    one.was.join() === two.was.join() &&
    one.is.join() === two.is.join();
  return isSame ? [one] : changes;
}

function change(
  old: MatrixRoute,
  role: string,
  own: boolean,
  is: readonly MatrixAnswer[],
): Drift | undefined {
  const was = recordedFor(old, role, own);
  if (is.length === 0 || was.join() === is.join()) return undefined;
  const [before, after] = [letsIn(was), letsIn(is)];
  const kind = before === after ? 'kind-changed' : after ? 'opened' : 'tightened';
  return { kind, route: placeOf(old), role, own, was, is };
}
