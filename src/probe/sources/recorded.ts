import type { RequestParts } from '../../config/probe-config.js';
import { templateNames } from '../../description/path-template.js';
import { type RecordedRoute, readRecorded } from '../../description/recorded.js';
import type { Route, RoutePolicy } from '../model.js';
import { routeKey } from '../route-key.js';
import { type ConfiguredRoutes, type RouteTable, routeTable } from '../route-table.js';

/**
 * The routes of a HAR file, a Postman collection or a plain list, with what was sent for each; the configuration only
 * says what is meant of them.
 *
 * @param origin - of the API: what was recorded of another origin is left out.
 * @throws {AuthctlError} `DESCRIPTION_INVALID` with the position.
 */
export function recordedTable(
  text: string,
  file: string,
  origin: string,
  configured: ConfiguredRoutes,
): RouteTable {
  const recorded = readRecorded(text, file, origin);
  const keys = new Set(recorded.map(({ method, path }) => routeKey(method, path)));
  const table = routeTable(recorded.map(routeOf), {
    routes: configured.routes.filter(({ method, path }) => keys.has(routeKey(method, path))),
    policies: configured.policies,
  });
  const policies = new Map<string, RoutePolicy>(table.policies);
  for (const { method, path, request } of recorded) {
    const key = routeKey(method, path);
    const policy = policies.get(key) ?? { params: {} };
    const sent: RequestParts = { ...request, ...policy.request };
    policies.set(key, { ...policy, request: sent });
  }
  return { routes: table.routes, policies, undescribed: new Set() };
}

const routeOf = ({ method, path, source, at }: RecordedRoute): Route => ({
  ...{ method, path, source, at, declared: { kind: 'unknown' } },
  parameters: templateNames(path).map((name) => ({ name, in: 'path', required: true, example: undefined })),
});
