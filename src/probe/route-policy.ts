import type { Decide, Effect } from '../config/probe-config.js';
import type { Route, RoutePolicy, Subject } from './model.js';

/** `QUERY` reads with a body (OpenAPI 3.2; draft-ietf-httpbis-safe-method-w-body). */
const READS: readonly string[] = ['GET', 'HEAD', 'QUERY'];

/** Header fields by which a request names another method than its own. */
const OVERRIDES = ['x-http-method-override', 'x-http-method', 'x-method-override'];

/**
 * What a request does to what it names: what the policy says, else by its method, or by the one that a method-override
 * header or `_method` names.
 */
export function effectOf({ method, path }: Route, policy: RoutePolicy | undefined): Effect {
  if (policy?.effect) return policy.effect;
  const { headers = {}, query = {}, form = {} } = policy?.request ?? {};
  const named = Object.entries(headers).find(([name]) => OVERRIDES.includes(name.toLowerCase()))?.[1];
  const [, inPath] = /[?&]_method=([A-Za-z]+)/.exec(path) ?? [];
  const effective = (named ?? query._method ?? form._method ?? inPath ?? method).toUpperCase();
  // A route that can be overridden to a write is one, whatever its own method says.
  return [method, effective].map(effectOfMethod).reduce(graver);
}

const GRAVITY: readonly Effect[] = ['read', 'write', 'delete'];

const graver = (one: Effect, other: Effect): Effect =>
  GRAVITY.indexOf(other) > GRAVITY.indexOf(one) ? other : one;

function effectOfMethod(method: string): Effect {
  if (READS.includes(method)) return 'read';
  return method === 'DELETE' ? 'delete' : 'write';
}

/** How a route's answers are read: its own settings before the general ones, key by key. */
export const decideFor = (general: Decide, policy: RoutePolicy | undefined): Decide => ({
  ...general,
  ...policy?.decide,
});

/** What must not be in the body that a subject gets. */
export const forbiddenFor = ({ role }: Subject, policy: RoutePolicy | undefined): readonly string[] =>
  (policy?.forbiddenFields ?? [])
    .filter((entry) => entry.role === null || entry.role === role)
    .flatMap(({ fields }) => fields);
