import type { Plan } from './plan.js';
import type { Cell, Coverage } from './result.js';
import { routeKey } from './route-key.js';

const SETTLED: readonly Cell['verdict'][] = ['allow', 'deny', 'reached', 'not-applicable'];

/** How many of a plan's routes the answers settle for at least one subject. */
export function coverageOf(
  { routes, leftOut = new Set() }: Pick<Plan, 'routes' | 'leftOut'>,
  cells: Iterable<Pick<Cell, 'method' | 'path' | 'verdict'>>,
  failUnder: number | undefined,
): Coverage {
  const wanted = routes.filter(({ method, path }) => !leftOut.has(routeKey(method, path)));
  const names = new Set<string>();
  for (const { method, path, verdict } of cells) {
    if (SETTLED.includes(verdict)) names.add(`${method} ${path}`);
  }
  const settled = new Set(Array.from(names, keyOfName));
  const unprobed = wanted.filter(({ method, path }) => !settled.has(routeKey(method, path)));
  const reached = wanted.length - unprobed.length;
  return {
    routes: wanted.length,
    settled: reached,
    leftOut: routes.length - wanted.length,
    percent: wanted.length === 0 ? 100 : Math.floor((1_000 * reached) / wanted.length) / 10,
    failUnder: failUnder ?? null,
    unprobed: unprobed.map(({ method, path }) => `${method} ${path}`),
  };
}

function keyOfName(name: string): string {
  const space = name.indexOf(' ');
  return routeKey(name.slice(0, space), name.slice(space + 1));
}

/** Whether less was settled than was asked for. */
export const isTooLittle = ({ percent, failUnder }: Coverage): boolean =>
  failUnder !== null && percent < failUnder;
