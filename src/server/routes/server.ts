import type { Route } from '../route.js';

/** Whether the server runs. */
export const healthRoute: Route = {
  method: 'GET',
  path: '/health',
  access: 'public',
  operation: {
    id: 'health',
    tag: 'server',
    summary: 'Whether the server runs',
    answers: { 200: { description: 'It does.', schema: 'Health' } },
  },
  handle: () => ({ status: 200, body: { status: 'ok' } }),
};
