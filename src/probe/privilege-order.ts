import { isAnonymous } from './expectation.js';
import type { Subject } from './model.js';
import { grantsOf } from './objects.js';
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
  for (const { role } of table.routes.flatMap((route) =>
    grantsOf({ route, policy: table.policies.get(routeKey(route.method, route.path)) }),
  )) {
    granted.set(role, (granted.get(role) ?? 0) + 1);
  }
  const rank = (subject: Subject): number => {
    if (isAnonymous(subject) && !roles.includes(subject.role)) return 0;
    return roles.length > 0
      ? roles.indexOf(subject.role) + 1 || roles.length + 1
      : (granted.get(subject.role) ?? 0);
  };
  return subjects.toSorted((one, other) => rank(one) - rank(other));
}
