import { hasSoundBraces, ROUTE_KEY } from '../../config/route-key.js';
import { didYouMean } from '../../nearest.js';
import { otherParameters } from '../routes/parameters.js';
import { USER_ACTIONS } from '../routes/users.js';
import { type ObjectAction, ROUTE_METHODS, USERS } from '../settings.js';
import type { Complain, Known } from './known.js';
import { impliedAction, impliedResource, isRouteMethod, RESERVED_ROUTES } from './route-action.js';
import type { RouteFile } from './schema.js';

/** What is wrong with one route; paths begin at the route. */
export function checkRoute(key: string, route: RouteFile, { resources }: Known, complain: Complain): void {
  const [, method = '', path = ''] = ROUTE_KEY.exec(key) ?? [];
  if (!isRouteMethod(method)) {
    complain(
      `'${method}' is no method that is served`,
      [],
      didYouMean(method, ROUTE_METHODS) ?? `write one of ${ROUTE_METHODS.join(', ')}`,
    );
    return;
  }
  if (RESERVED_ROUTES.includes(`${method} ${path}`) || /^\/(\.well-known|_authctl)(\/|$)/.test(path)) {
    complain(`the server answers ${method} ${path} itself`, [], 'remove it, or choose another path');
  }
  if (!hasSoundBraces(path) || !path.split('/').every((segment) => /^(\{\w+\}|[^{}]*)$/.test(segment))) {
    complain(
      `the path ${path} has braces that hold no name`,
      [],
      'write a parameter as a whole segment: `{name}`',
    );
  }
  if ('body' in route || route.status !== undefined) {
    if (route.resource !== undefined || route.action !== undefined) {
      complain(
        `${key} always answers the same, and so is about no resource`,
        [route.resource === undefined ? 'action' : 'resource'],
        'keep `status:` and `body:`, or `resource:` and `action:`',
      );
    }
    return;
  }
  checkObjectRoute({ key, method, path }, route, resources, complain);
}

interface ObjectRoute {
  readonly key: string;
  readonly method: string;
  readonly path: string;
}

function checkObjectRoute(
  at: ObjectRoute,
  route: RouteFile,
  resources: Known['resources'],
  complain: Complain,
): void {
  const { key, method, path } = at;
  const { resource = impliedResource(path), action = impliedAction(method, path) } = route;
  const known = [...resources.keys(), USERS];
  if (!known.includes(resource)) {
    complain(
      `${key}: there is no resource '${resource}'`,
      [],
      didYouMean(resource, known) ??
        `name one with \`resource:\` (${known.join(', ')}), or say what is answered with \`body:\``,
    );
  } else if (action === undefined) {
    complain(`${key}: method and path do not say what it does`, [], 'say it with `action:`');
  } else {
    checkPath(at, action, complain);
    if (resource === USERS) checkUserRoute(at, route, action, complain);
    else checkOwners(at, route, { action, resource, kind: resources.get(resource) }, complain);
  }
}

function checkPath({ key, path }: ObjectRoute, action: ObjectAction, complain: Complain): void {
  const one = path.endsWith('}');
  if ((action === 'list' || action === 'create') !== one) return;
  complain(
    `${key}: the action ${action} ${one ? 'is about all objects' : 'needs one object'}`,
    [],
    one ? 'take the last `{parameter}` out of the path' : 'end the path with `/{id}`',
  );
}

function checkUserRoute(
  { key }: ObjectRoute,
  { allow }: RouteFile,
  action: ObjectAction,
  complain: Complain,
): void {
  if (allow === 'any') {
    complain(`${key}: accounts are shown to nobody without a login`, ['allow'], 'name the roles that may');
  }
  if (!USER_ACTIONS.some((each) => each === action)) {
    complain(`${key}: there is no action ${action} for users`, [], `take one of ${USER_ACTIONS.join(', ')}`);
  }
}

interface Objects {
  readonly action: ObjectAction;
  readonly resource: string;
  readonly kind: { readonly fields: readonly string[]; readonly owner: string | undefined } | undefined;
}

function checkOwners(
  { key, path }: ObjectRoute,
  { allow }: RouteFile,
  { action, resource, kind }: Objects,
  complain: Complain,
): void {
  const owner = kind?.owner;
  const conditional =
    allow !== 'any' && allow.some((grant) => typeof grant !== 'string' && grant.when === 'own');
  if (owner === undefined && conditional) {
    const hint = `add \`owner:\` to resources.${resource}, or leave \`when\` out`;
    complain(`${key}: nobody owns ${resource}`, ['allow'], hint);
  }
  if (owner !== undefined && action === 'create' && allow === 'any') {
    complain(`${key}: what an unknown caller creates has no owner`, ['allow'], 'name the roles that may');
  }
  const members = [...(kind?.fields ?? []), ...(owner === undefined ? [] : [owner])];
  for (const parameter of otherParameters(path).filter((name) => !members.includes(name))) {
    complain(
      `${key}: {${parameter}} is no member of ${resource}`,
      [],
      didYouMean(parameter, members) ?? 'name a field, or the owner',
    );
  }
}
