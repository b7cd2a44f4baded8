import { AuthctlError } from '../errors.js';
import { expectationOf } from './expectation.js';
import { type Filled, fillRoute } from './fill.js';
import type { Expectation, Reason, Relation, Route, RoutePolicy, Subject } from './model.js';
import { objectsFor } from './objects.js';
import { routeKey } from './route-key.js';

/** What a probe is to find out. */
export interface Question {
  /** Base URL of the API, without a trailing slash; may have a path. */
  readonly api: string;
  readonly routes: readonly Route[];
  readonly subjects: readonly Subject[];
  /** By `routeKey`. */
  readonly policies: ReadonlyMap<string, RoutePolicy>;
  /** Routes that the API's description does not have, by `routeKey`; absent where it has all of them. */
  readonly undescribed?: ReadonlySet<string>;
}

/** One request to make, or one that is left out on purpose. */
export interface PlannedCell {
  readonly route: Route;
  readonly subject: Subject;
  readonly relation: Relation;
  /** Path and query as sent, below the API's base URL. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expected: Expectation | null;
  readonly skip: Reason | null;
}

export interface Plan extends Question {
  /** In the order of routes, then subjects. */
  readonly cells: readonly PlannedCell[];
}

const SENT: readonly string[] = ['GET', 'HEAD'];
const IDLE: readonly string[] = ['OPTIONS', 'TRACE', 'CONNECT'];

function skipReason(method: string): Reason | null {
  if (SENT.includes(method)) return null;
  if (method === 'DELETE') return 'delete';
  return IDLE.includes(method) ? 'filtered' : 'write';
}

/**
 * Routes times subjects, each with its URL and what is expected of it. Sends nothing.
 *
 * @throws {AuthctlError} `CONFIG_INVALID`, naming every route that is to be requested and has a parameter without a
 * value, and where to give one.
 */
export function planProbe(question: Question): Plan {
  const unfilled: string[] = [];
  const cells = question.routes.flatMap((route) => {
    const cellsOfRoute = planRoute(question, route);
    if (Array.isArray(cellsOfRoute)) return cellsOfRoute as PlannedCell[];
    unfilled.push(cellsOfRoute as string);
    return [];
  });
  if (unfilled.length > 0) throw unfilledError(unfilled);
  return { ...question, cells };
}

/** The cells of one route, or what its requests lack. */
function planRoute({ policies, subjects }: Question, route: Route): PlannedCell[] | string {
  const policy = policies.get(routeKey(route.method, route.path));
  const skip = skipReason(route.method);
  const cells: PlannedCell[] = [];
  for (const { subject, relation, values } of objectsFor({ route, policy, subjects })) {
    const filled = fillRoute(route, values);
    if ('missing' in filled && skip === null) {
      return `${route.method} ${route.path} (${route.source}): ${filled.missing.map((name) => `{${name}}`).join(', ')}`;
    }
    const request: Filled = 'missing' in filled ? { url: route.path, headers: {} } : filled;
    const expected = expectationOf({ subject, relation, policy, declared: route.declared });
    cells.push({ route, subject, relation, ...request, expected, skip });
  }
  return cells;
}

/** Routes beyond this many are counted, not listed. */
const LISTED = 5;

function unfilledError(unfilled: readonly string[]): AuthctlError {
  const more = unfilled.length > LISTED ? `; and ${unfilled.length - LISTED} more` : '';
  return new AuthctlError(
    'CONFIG_INVALID',
    `nothing says what to put into ${unfilled.slice(0, LISTED).join('; ')}${more}`,
    {
      hint:
        'give each an `example` in the API description or a value under `params:` of its route in authctl.yaml, ' +
        "or leave it out with --exclude 'GET /path*'",
    },
  );
}
