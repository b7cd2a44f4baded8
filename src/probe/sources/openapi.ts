import type { Description, Operation } from '../../description/description.js';
import { readDescription } from '../../description/read.js';
import type { Problem } from '../../errors.js';
import type { Route } from '../model.js';

/** The routes of an API as its description gives them. */
export interface DescribedRoutes {
  readonly title: string;
  /** Path of the first server (`/v1`) that every route's path is relative to; empty for the root. */
  readonly basePath: string;
  /** The first server's origin, where the document gives an absolute URL. */
  readonly origin: string | undefined;
  readonly routes: readonly Route[];
  /** What of the document could not be used. */
  readonly warnings: readonly Problem[];
}

/**
 * Reads the routes of an OpenAPI 3.0 or 3.1 document, JSON or YAML.
 *
 * @param location - path or URL of the document, for messages and for servers relative to it.
 * @throws {AuthctlError} `DESCRIPTION_INVALID` with the position.
 */
export function readOpenApi(text: string, location: string): DescribedRoutes {
  return routesOfDescription(readDescription(text, location));
}

/** The routes of a description that has been read already. */
export function routesOfDescription(description: Description): DescribedRoutes {
  const { title, basePath, origin, operations, warnings } = description;
  return { title, basePath, origin, routes: operations.map(routeOf), warnings };
}

function routeOf({ method, path, parameters, body, tags, access, source, at }: Operation): Route {
  return {
    method,
    path,
    parameters,
    ...(body === undefined ? {} : { body }),
    tags,
    declared: access,
    source,
    at,
  };
}
