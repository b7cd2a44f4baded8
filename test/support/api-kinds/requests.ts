import { type ApiKind, json, type Place } from '../api-kind.js';

const WHAT_IS_IT = { status: 400, body: { message: 'unknown action' } };

const named = (names: Readonly<Record<string, Place>>, name: unknown): Place | undefined =>
  typeof name === 'string' ? names[name] : undefined;

const read = (me: string, users: string) => ({ me: `effect: read, ${me}`, users: `effect: read, ${users}` });

const PLAIN = read('params: {}', 'params: {}');

/** What a route is. */
export const requestKinds: readonly ApiKind[] = [
  {
    name: 'all routes below /api/v3',
    item: 'the base URL with a path',
    help: 'all routes below a path',
    base: '/api/v3',
    without: { base: '', says: 'check the path in `api:`' },
  },
  {
    name: 'an encoded slash and brackets',
    item: '%2f and brackets in paths sent as written',
    help: 'odd characters in a path',
    routes: { me: 'GET /me', users: 'GET /projects/{id}/users' },
    more: { me: 'params: {}', users: 'params: { id: "group%2fapp[1]" }' },
    place: ({ path }) =>
      path === '/me' ? 'me' : path === '/projects/group%2fapp[1]/users' ? 'users' : undefined,
  },
  {
    name: 'JSON-RPC',
    item: 'every route is POST and differs by body',
    help: 'one path, many routes',
    routes: { me: 'POST /rpc#me', users: 'POST /rpc#users' },
    more: read('body: { method: whoami }', 'body: { method: listUsers }'),
    without: { more: PLAIN, says: 'a valid `body:`' },
    place: (request) =>
      request.path === '/rpc' ? named({ whoami: 'me', listUsers: 'users' }, json(request).method) : undefined,
    unknownPath: WHAT_IS_IT,
  },
  {
    name: 'SOAP, an action in a header',
    item: 'every route is POST and differs by header',
    help: 'one path, many routes',
    routes: { me: 'POST /do#me', users: 'POST /do#users' },
    more: read('headers: { X-Action: Me }', 'headers: { X-Action: Users }'),
    without: { more: PLAIN, says: '`headers:`' },
    place: ({ path, headers }) =>
      path === '/do' ? named({ Me: 'me', Users: 'users' }, headers['x-action']) : undefined,
    unknownPath: WHAT_IS_IT,
  },
  {
    name: 'action= in the path of the route',
    item: 'every route is POST and differs by a query parameter',
    help: 'one path, many routes',
    routes: { me: 'POST /index.php?action=me', users: 'POST /index.php?action=users' },
    more: PLAIN,
    place: ({ path }) => /^\/index\.php\?action=(me|users)$/.exec(path)?.[1] as Place | undefined,
    unknownPath: WHAT_IS_IT,
  },
  {
    name: 'action= under query:, the routes told apart by a name',
    item: 'a route may carry a name',
    help: 'one path, many routes',
    routes: { me: 'POST /index.php#who', users: 'POST /index.php#everybody' },
    more: read('query: { action: me }', 'query: { action: users }'),
    without: { more: PLAIN, says: '`query:`' },
    place: ({ path }) => /^\/index\.php\?action=(me|users)$/.exec(path)?.[1] as Place | undefined,
    unknownPath: WHAT_IS_IT,
  },
];
