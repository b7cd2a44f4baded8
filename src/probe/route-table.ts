import type { SourcePosition } from '../errors.js';
import type { Route, RoutePolicy } from './model.js';
import { parameterNames, routeKey } from './route-key.js';

/** Routes and policy, as one of the sources gives them; the policy is found by method and path, as written there. */
export interface ConfiguredRoutes {
  readonly routes: readonly Route[];
  readonly policies: ReadonlyMap<string, RoutePolicy>;
}

/** The routes to be asked about and what is meant of each, by `routeKey`. */
export interface RouteTable {
  readonly routes: readonly Route[];
  readonly policies: ReadonlyMap<string, RoutePolicy>;
  /** Routes that no description has, only the configuration; by `routeKey`. */
  readonly undescribed: ReadonlySet<string>;
}

/**
 * Puts the description's routes and the configuration's together: one route where both have it, in the order of the
 * description, then those that only the configuration knows.
 *
 * A described route gives way to those of its path that the configuration tells apart by a query or by `#name`.
 *
 * Paths that differ in the names of their parameters only are the same route; the policy's parameters then take the
 * description's names, by position.
 */
export function routeTable(described: readonly Route[], configured: ConfiguredRoutes): RouteTable {
  const known = new Map(described.map((route) => [keyOf(route), route]));
  const policies = new Map<string, RoutePolicy>();
  for (const route of configured.routes) {
    const policy = configured.policies.get(`${route.method} ${route.path}`);
    if (!policy) continue;
    policies.set(keyOf(route), renamed(policy, route.path, known.get(keyOf(route))?.path ?? route.path));
  }
  const added = configured.routes.filter((route) => !known.has(keyOf(route)));
  const variants = grouped(added);
  const configuredAt = new Map(configured.routes.map((route) => [keyOf(route), route.at]));
  const routes = described.flatMap(
    (route) =>
      variants.get(keyOf(route))?.map(like(route)) ?? [inFile(route, configuredAt.get(keyOf(route)))],
  );
  const others = added.filter((route) => !known.has(baseKeyOf(route)));
  return { routes: [...routes, ...others], policies, undescribed: new Set(others.map(keyOf)) };
}

function grouped(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
  const groups = new Map<string, Route[]>();
  for (const route of routes) groups.set(baseKeyOf(route), [...(groups.get(baseKeyOf(route)) ?? []), route]);
  return groups;
}

/** What a described route is called where its own key is cut up by query or name: `POST /rpc` for `POST /rpc#list`. */
const baseKeyOf = ({ method, path }: Route): string => routeKey(method, path.replace(/[?#].*$/, ''));

/** A variant of a described route has what the description says of that. */
const like =
  ({ parameters, body, tags, declared }: Route) =>
  (variant: Route): Route => ({
    ...variant,
    ...(body === undefined ? {} : { body }),
    ...(tags === undefined ? {} : { tags }),
    parameters,
    declared,
  });

/** Where a described route stands in a file: in the configuration, where the description came over the network. */
const inFile = (route: Route, at: SourcePosition | undefined): Route =>
  at && /^https?:/i.test(route.at?.file ?? '') ? { ...route, at } : route;

const keyOf = ({ method, path }: Route): string => routeKey(method, path);

function renamed(policy: RoutePolicy, from: string, to: string): RoutePolicy {
  const names = parameterNames(to);
  const byName = new Map(parameterNames(from).map((name, position) => [name, names[position] ?? name]));
  const params = Object.entries(policy.params).map(([name, value]) => [byName.get(name) ?? name, value]);
  return { ...policy, params: Object.fromEntries(params) };
}
