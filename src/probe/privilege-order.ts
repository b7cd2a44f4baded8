import type { RoleGrant, Subject } from './model.js';
import { routeKey } from './route-key.js';
import type { RouteTable } from './route-table.js';

/**
 * The subjects with the least privileged role first; equals keep their order.
 *
 * @param roles - from least to most privileged, as far as somebody said; where nobody did, a role is above another when
 * it is granted more routes.
 */
export function leastPrivilegedFirst(
  subjects: readonly Subject[],
  roles: readonly string[],
  table: RouteTable,
): readonly Subject[] {
  const granted = new Map<string, number>();
  for (const { role } of table.routes.flatMap((route) => grantsOf(table, route))) {
    granted.set(role, (granted.get(role) ?? 0) + 1);
  }
  const rank = (subject: Subject): number =>
    roles.length > 0 ? roles.indexOf(subject.role) + 1 || roles.length + 1 : (granted.get(subject.role) ?? 0);
  return subjects.toSorted((one, other) => rank(one) - rank(other));
}

function grantsOf({ policies }: RouteTable, route: RouteTable['routes'][number]): readonly RoleGrant[] {
  const policy = policies.get(routeKey(route.method, route.path));
  if (policy) return policy.allow === 'any' ? [] : policy.allow;
  return route.declared.kind === 'secured' ? (route.declared.roles ?? []) : [];
}
