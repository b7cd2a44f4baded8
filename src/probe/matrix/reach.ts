import { AuthctlError } from '../../errors.js';
import { didYouMean } from '../../nearest.js';
import { routeKey } from '../route-key.js';
import { nearestFirst } from '../select.js';
import { keyOfRoute, type Matrix, type MatrixAnswer, type MatrixRoute, type RoleAccess } from './matrix.js';

/** Routes that an error names. */
const NAMED = 3;

/** What a role is answered on a route. */
export interface Reach extends RoleAccess {
  readonly method: string;
  readonly path: string;
}

/** Who gets in at a route, and who does not. */
export interface RouteReach {
  readonly route: Pick<MatrixRoute, 'method' | 'path'>;
  readonly reached: readonly Reach[];
}

/** Whether an answer lets somebody in, if only past the guard. */
export const letsIn = (answers: readonly MatrixAnswer[]): boolean =>
  answers.includes('allow') || answers.includes('reached');

/**
 * What every role is answered on a route, those first that get in.
 *
 * @param route - `GET /articles/{id}`; a method alone stands for GET, the names of parameters do not count.
 * @throws {AuthctlError} `USAGE`, naming the nearest routes, for one that the matrix does not have.
 */
export function whoCan({ routes }: Matrix, route: string): RouteReach {
  const [, method = 'GET', path = ''] = /^(?:(\S+)\s+)?(\S.*)$/.exec(route.trim()) ?? [];
  const key = routeKey(method, path);
  const found = routes.find((each) => routeKey(each.method, each.path) === key);
  if (found) return { route: found, reached: inFirst(reachOf(found)) };
  const known = routes.map(keyOfRoute);
  const some = nearestFirst(`${method} ${path}`, known).slice(0, NAMED);
  throw new AuthctlError('USAGE', `the matrix has no route '${route}'`, {
    hint:
      didYouMean(`${method} ${path}`, known) ??
      (some.length === 0 ? 'it has no routes at all' : `routes: ${some.join(', ')}`),
  });
}

/**
 * What a role is answered on every route, those first that it gets in at.
 *
 * @throws {AuthctlError} `USAGE`, naming the roles, for one that the matrix does not have.
 */
export function whatCan({ roles, routes }: Matrix, role: string): readonly Reach[] {
  if (!roles.includes(role)) {
    throw new AuthctlError('USAGE', `the matrix has no role '${role}'`, {
      hint: didYouMean(role, roles) ?? `roles: ${roles.join(', ')}`,
    });
  }
  return inFirst(routes.flatMap(reachOf).filter((reach) => reach.role === role));
}

const reachOf = ({ method, path, access }: MatrixRoute): readonly Reach[] =>
  access.map((entry) => ({ method, path, ...entry }));

const inFirst = (reached: readonly Reach[]): readonly Reach[] =>
  reached.toSorted((one, other) => Number(letsIn(other.answers)) - Number(letsIn(one.answers)));
