import { grantsOf } from './access.js';
import { describeApi } from './openapi.js';
import type { Route } from './route.js';
import { csrfRoutes } from './routes/csrf.js';
import { fixedRoute } from './routes/fixed.js';
import { loginRoutes } from './routes/login.js';
import { metadataRoutes } from './routes/metadata.js';
import { objectRoute } from './routes/objects.js';
import { userinfoRoutes } from './routes/userinfo.js';
import { USER_ACTIONS, userRoute } from './routes/users.js';
import { weaknessRoutes } from './routes/weaknesses.js';
import { type RouteSettings, type ServerSettings, USERS } from './settings.js';

/** The API: every route that `/openapi.json` describes. */
export function apiRoutes(settings: ServerSettings): readonly Route[] {
  const everyRole = settings.roles.map(({ name }) => ({ role: name }));
  return [...loginRoutes(everyRole), ...settings.routes.map((route) => configured(route, settings))];
}

/** The API and its documents. */
export function routesOf(settings: ServerSettings): readonly Route[] {
  const api = apiRoutes(settings);
  return [
    ...api,
    ...csrfRoutes,
    ...userinfoRoutes,
    ...weaknessRoutes,
    ...metadataRoutes(({ state }) => describeApi(api, state)),
  ];
}

function configured(settings: RouteSettings, { resources, users, roles }: ServerSettings): Route {
  const { action } = settings;
  const route = { ...settings, access: grantsOf(settings.access, roles) };
  if (action.kind === 'answer') return fixedRoute(route, action);
  const userAction = USER_ACTIONS.find((kind) => kind === action.kind);
  if (action.resource === USERS && userAction) return userRoute(route, userAction, users);
  const resource = resources.find(({ name }) => name === action.resource);
  if (!resource) throw new Error(`${route.method} ${route.path} is about nothing`);
  return objectRoute(route, action.kind, resource);
}
