import type { ApiObject, Decide, Effect, RequestParts, Step } from '../config/probe-config.js';
import { expectationOf } from './expectation.js';
import { type Filled, fillRoute, type Unfilled } from './fill.js';
import {
  type Expectation,
  identityOf,
  type Relation,
  type Route,
  type RoutePolicy,
  type Subject,
} from './model.js';
import { knownObjects, type ObjectOfCell, objectsFor } from './objects.js';
import { deletions, unfilledError } from './plan-problems.js';
import { type PlanTally, tallyTaker } from './plan-tally.js';
import { type PlannedCells, plannedCells } from './planned-cells.js';
import { isPromise } from './promise.js';
import { findReaders, type Reader } from './reader.js';
import type { Reason } from './result.js';
import { routeKey } from './route-key.js';
import { decideFor, effectOf, forbiddenFor } from './route-policy.js';
import { placeholdersIn } from './template.js';

/** What may be sent besides GET and HEAD. */
export interface Permission {
  readonly writes: boolean;
  readonly deletes: boolean;
}

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
  /** Default: reads only. */
  readonly permission?: Permission;
  /** Objects that are known besides those that subjects own. */
  readonly objects?: readonly ApiObject[];
  /** How answers are read. */
  readonly decide?: Decide;
  /** What `{{NAME}}` stands for: what the steps of `setup:` captured. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Names that steps of `setup:` capture; what else a request names comes from its sender's login. */
  readonly awaited?: ReadonlySet<string>;
  /** Routes that are left out on purpose, by `routeKey`. */
  readonly leftOut?: ReadonlySet<string>;
}

/** One request to make, or one that is left out on purpose. */
export interface PlannedCell extends Filled {
  readonly route: Route;
  readonly subject: Subject;
  readonly relation: Relation;
  readonly effect: Effect;
  readonly expected: Expectation | null;
  readonly skip: Reason | null;
  readonly decide: Decide;
  /** Texts that only the object in question holds. */
  readonly markers: readonly string[];
  /** Members that must not be in the body. */
  readonly forbidden: readonly string[];
  /** The object named does not belong to the one that the path puts it under. */
  readonly mismatched: boolean;
  /** The values of its parameters; with `request` they make the rest, once `setup` has captured what is missing. */
  readonly values: Readonly<Record<string, string>>;
  readonly request: RequestParts;
  readonly owner: string | undefined;
  /** Members that its sender must not be able to set. */
  readonly privileged: Readonly<Record<string, unknown>> | null;
  readonly setup: Step | null;
  readonly teardown: Step | null;
  /** Who looks at the object before and after a write; null where nobody can. */
  readonly reader: Reader | null;
}

export interface Plan extends Question {
  readonly cells: PlannedCells;
  readonly tally: PlanTally;
}

const IDLE: readonly string[] = ['OPTIONS', 'TRACE', 'CONNECT'];

/**
 * Routes times subjects, each with its URL and what is expected of it. Sends nothing, and keeps no cell.
 *
 * @throws {AuthctlError} `CONFIG_INVALID`, naming every route that is to be requested and has a parameter without a
 * value, and where to give one; or every allowed DELETE of an object that another allowed DELETE needs too.
 */
export function planProbe(question: Question): Plan {
  const { routes } = question;
  const objects = knownObjects(question.subjects, question.objects ?? []);
  const unfilled: string[] = [];
  const taken = tallyTaker();
  const deleted = deletions();
  const sizes = routes.map((route) => {
    const cellsOfRoute = planRoute(question, route, objects);
    if (typeof cellsOfRoute === 'string') {
      unfilled.push(cellsOfRoute);
      return 0;
    }
    for (const cell of cellsOfRoute) {
      taken.add(cell);
      deleted.add(cell);
    }
    return cellsOfRoute.length;
  });
  if (unfilled.length > 0) throw unfilledError(unfilled);
  const conflict = deleted.conflict();
  if (conflict) throw conflict;
  const { tally } = taken;
  const cellsAt = (place: number): readonly PlannedCell[] => {
    const cells = planRoute(question, routes[place] as Route, objects);
    return typeof cells === 'string' ? [] : cells;
  };
  const bare = plannedCells(routes, sizes, cellsAt);
  if (tally.sent.write + tally.sent.delete === 0) return { ...question, tally, cells: bare };
  const readerOf = findReaders(bare);
  const withReaders = (place: number) => cellsAt(place).map((cell) => ({ ...cell, reader: readerOf(cell) }));
  return { ...question, tally, cells: plannedCells(routes, sizes, withReaders) };
}

/** What all cells of a route share. */
interface PlannedRoute {
  readonly route: Route;
  readonly policy: RoutePolicy | undefined;
  readonly effect: Effect;
  readonly skip: Reason | null;
  readonly decide: Decide;
}

/** The cells of one route, or what its requests lack. */
function planRoute(
  question: Question,
  route: Route,
  objects: readonly ApiObject[],
): readonly PlannedCell[] | string {
  const policy = question.policies.get(routeKey(route.method, route.path));
  const effect = effectOf(route, policy);
  const skip = skipReason(question, route, effect);
  const planned = { route, policy, effect, skip, decide: decideFor(question.decide ?? {}, policy) };
  const requests = new Map<string, Filled | Unfilled>();
  const cells: PlannedCell[] = [];
  for (const object of forCells(objectsFor({ ...planned, subjects: question.subjects, objects }), policy)) {
    const values = JSON.stringify(object.values);
    const filled = requests.get(values) ?? filledFor(question, planned, object);
    requests.set(values, filled);
    if ('missing' in filled && planned.skip === null) {
      return `${route.method} ${route.path} (${route.source}): ${filled.missing.join(', ')}`;
    }
    const sent = 'missing' in filled ? { url: route.path, headers: {}, body: null } : filled;
    cells.push(planCell(question, planned, object, sent));
  }
  return cells;
}

function filledFor({ variables }: Question, { route, policy }: PlannedRoute, { values }: ObjectOfCell) {
  const captured = Object.keys(policy?.setup?.capture ?? {}).map((name) => [name, `{${name}}`]);
  return fillRoute(route, {
    values: { ...values, ...Object.fromEntries(captured) },
    request: policy?.request,
    variables,
  });
}

function planCell(
  { permission, awaited = new Set() }: Question,
  { route, policy, effect, skip, decide }: PlannedRoute,
  object: ObjectOfCell,
  sent: Filled,
): PlannedCell {
  const { subject, relation, values, attributes, mismatched, owner, markers } = object;
  const { request = {}, setup = null, teardown = null, marker, privileged = null } = policy ?? {};
  const needsSetup = permission?.writes !== true && (setup !== null || isUnresolved(sent, awaited));
  // A subject's own object below somebody else's: whether that is access to anything, nobody can say.
  const undecided = mismatched && owner === identityOf(subject);
  return {
    ...{ url: sent.url, headers: sent.headers, body: sent.body, decide },
    ...{ route, subject, relation, effect, mismatched, values, request, owner, setup, teardown, privileged },
    expected: undecided
      ? { verdict: 'any' }
      : expectationOf({ subject, relation, policy, declared: route.declared, attributes }),
    skip: skip ?? (needsSetup ? 'write' : null),
    markers: marker === undefined ? markers : [...markers, marker],
    forbidden: forbiddenFor(subject, policy),
    reader: null,
  };
}

/** Whether a request waits for what a step of `setup:` is to capture. */
function isUnresolved({ url, headers, body }: Filled, awaited: ReadonlySet<string>): boolean {
  if (/%7B%7B/i.test(url)) return true;
  return placeholdersIn(JSON.stringify([headers, body])).some((name) => awaited.has(name) || isPromise(name));
}

/**
 * Where a step makes the object of each cell, its sender owns it; a subject that may act on its own objects is also asked
 * about one that it made itself.
 */
function forCells(
  objects: readonly ObjectOfCell[],
  policy: RoutePolicy | undefined,
): readonly ObjectOfCell[] {
  const { setup, allow } = policy ?? {};
  if (!setup) return objects;
  const maker = setup.as ?? '';
  const mayOwn = ({ role }: Subject): boolean =>
    Array.isArray(allow) && allow.some((grant) => grant.role === role && grant.when !== undefined);
  const firsts = objects.filter(
    ({ subject }, at) => objects.findIndex((each) => each.subject === subject) === at,
  );
  return firsts.flatMap((first) => {
    const made = (owner: string): ObjectOfCell => ({
      ...first,
      ...{ owner, mismatched: false, markers: [], attributes: {} },
      relation: owner === identityOf(first.subject) ? 'own' : 'other',
    });
    const own = mayOwn(first.subject) && maker !== identityOf(first.subject);
    return own ? [made(maker), made(identityOf(first.subject))] : [made(maker)];
  });
}

function skipReason(
  { permission, leftOut }: Question,
  { method, path }: Route,
  effect: Effect,
): Reason | null {
  if (leftOut?.has(routeKey(method, path))) return 'left-out';
  if (IDLE.includes(method)) return 'filtered';
  if (effect === 'write' && permission?.writes !== true) return 'write';
  return effect === 'delete' && permission?.deletes !== true ? 'delete' : null;
}
