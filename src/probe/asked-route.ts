import type { Route, RoutePolicy } from './model.js';
import { routeKey } from './route-key.js';
import type { RouteTable } from './route-table.js';

/** A table of the one route that is asked about, with what description and policy say of it. */
export interface AskedRoute extends RouteTable {
  /** Where the API has such a route; undefined where none is known. */
  readonly known: Route | undefined;
}

/**
 * What is known of a request whose path is written out: `/articles/2` is one of `/articles/{id}`.
 *
 * A route that is written just so counts before a template, and the template with the fewest parameters before others.
 *
 * @param path - as sent, below the API's base URL; may have a query.
 */
export function askedRoute(
  { routes, policies, undescribed }: RouteTable,
  method: string,
  path: string,
): AskedRoute {
  const known = knownRoute(routes, method, path);
  const route: Route = {
    ...(known ?? { declared: { kind: 'unknown' }, source: 'the command line' }),
    ...{ method, path },
    parameters: (known?.parameters ?? []).filter((parameter) => parameter.in !== 'path'),
  };
  const policy = known && policies.get(keyOf(known));
  return {
    known,
    routes: [route],
    policies: new Map(policy ? [[keyOf(route), withoutObjects(policy)]] : []),
    undescribed: new Set(known && !undescribed.has(keyOf(known)) ? [] : [keyOf(route)]),
  };
}

const keyOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => routeKey(method, path);

/** The object is the one that the path names: none is looked for, made or removed. */
function withoutObjects({ setup: _, teardown: __, ...policy }: RoutePolicy): RoutePolicy {
  return { ...policy, params: {} };
}

function knownRoute(routes: readonly Route[], method: string, path: string): Route | undefined {
  const same = routes.filter((route) => route.method === method);
  const [bare = ''] = path.split('?');
  return (
    same.find((route) => route.path === path) ??
    same.find((route) => route.path === bare) ??
    same
      .filter((route) => expressionOf(route.path).test(bare))
      .toSorted((one, other) => parametersIn(one) - parametersIn(other))[0]
  );
}

const parametersIn = ({ path }: Route): number => path.split('{').length;

/** A parameter stands for a part of one segment (RFC 6570 section 3.2.2). */
function expressionOf(template: string): RegExp {
  const parts = template.split(/\{[^}]*\}/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}
