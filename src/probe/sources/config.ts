import { basename } from 'node:path';
import type { Config, RouteConfig } from '../../config/config.js';
import { templateNames } from '../../description/path-template.js';
import type { Route, RoutePolicy } from '../model.js';

/** What `routes:` of `authctl.yaml` says, in the order of the file. */
export interface ConfiguredRoutes {
  /** Their declared access is unknown and their parameters have no examples: those are the description's to tell. */
  readonly routes: readonly Route[];
  /** By method and path, as `policyKey` writes them. */
  readonly policies: ReadonlyMap<string, RoutePolicy>;
}

/** What a route's policy is found by: `GET /articles/{id}`. */
export const policyKey = (route: { readonly method: string; readonly path: string }): string =>
  `${route.method} ${route.path}`;

/** The routes and the policy that the configuration gives. */
export function readConfiguredRoutes(config: Config): ConfiguredRoutes {
  return {
    routes: config.routes.map(routeOf),
    policies: new Map(config.routes.map((route) => [policyKey(route), policyOf(route)])),
  };
}

function routeOf({ method, path, at }: RouteConfig): Route {
  return {
    method,
    path,
    parameters: templateNames(path).map((name) => ({ name, in: 'path', required: true, example: undefined })),
    declared: { kind: 'unknown' },
    source: `${basename(at.file)}:${at.line}`,
    at,
  };
}

const policyOf = ({ method: _, path: __, at: ___, ...policy }: RouteConfig): RoutePolicy => policy;
