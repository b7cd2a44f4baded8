import { type Method, type ObjectAction, ROUTE_METHODS } from '../settings.js';

/** What a route does where the file does not say: from its method, and whether its path ends in a parameter. */
export function impliedAction(method: string, path: string): ObjectAction | undefined {
  const one = path.endsWith('}');
  switch (method as Method) {
    case 'GET':
      return one ? 'read' : 'list';
    case 'POST':
      return one ? undefined : 'create';
    case 'PUT':
      return one ? 'replace' : undefined;
    case 'PATCH':
      return one ? 'update' : undefined;
    case 'DELETE':
      return one ? 'delete' : undefined;
  }
}

/** What a route is about where the file does not say: the last word of its path that is no parameter. */
export const impliedResource = (path: string): string =>
  path
    .split('/')
    .filter((segment) => segment !== '' && !segment.startsWith('{'))
    .at(-1) ?? '';

/** Paths that the server answers by itself. */
export const RESERVED_ROUTES: readonly string[] = [
  'POST /login',
  'POST /session',
  'DELETE /session',
  'GET /me',
  'GET /openapi.json',
  'GET /jwks.json',
];

export const isRouteMethod = (method: string): method is Method =>
  (ROUTE_METHODS as readonly string[]).includes(method);
