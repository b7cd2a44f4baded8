import { describeApi } from './openapi.js';
import type { Route } from './route.js';
import { articleRoutes } from './routes/articles.js';
import { loginRoutes } from './routes/login.js';
import { metadataRoutes } from './routes/metadata.js';
import { healthRoute } from './routes/server.js';
import { userRoutes } from './routes/users.js';

/** The API: every route that `/openapi.json` describes. */
export const apiRoutes: readonly Route[] = [...loginRoutes, ...articleRoutes, ...userRoutes, healthRoute];

/** Everything that the server answers. */
export const routes: readonly Route[] = [
  ...apiRoutes,
  ...metadataRoutes(({ state }) => describeApi(apiRoutes, state.issuer, state.cookieName)),
];
