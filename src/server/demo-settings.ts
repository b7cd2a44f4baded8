import type { GrantSettings, ServerSettings } from './settings.js';
import { demoAccounts } from './users.js';

const may = (permission: string): readonly GrantSettings[] => [{ permission }];

/** Everybody the own account, admins every one. */
const ownAccount: readonly GrantSettings[] = [
  { role: 'reader', when: 'own' },
  { role: 'editor', when: 'own' },
  { role: 'admin' },
];

/** Where a program on the user's machine waits for the browser; whatever the port is. */
const loopbackRedirects = ['127.0.0.1', '[::1]', 'localhost'].flatMap((host) => [
  `http://${host}/callback`,
  `http://${host}/`,
]);

/** What the bundled server is where nobody says otherwise; `init --server` writes the same as a file. */
export const demoSettings: ServerSettings = {
  users: demoAccounts,
  roles: [
    { name: 'reader', permissions: ['articles:read'] },
    { name: 'editor', permissions: ['articles:read', 'articles:write'] },
    { name: 'admin', permissions: ['articles:read', 'articles:write', 'users:read', 'users:write'] },
  ],
  clients: [
    {
      id: 'authctl',
      name: 'authctl on the command line',
      native: true,
      redirectUris: loopbackRedirects,
      logoutUris: loopbackRedirects,
      grants: [
        'authorization_code',
        'refresh_token',
        'password',
        'urn:ietf:params:oauth:grant-type:device_code',
        'urn:ietf:params:oauth:grant-type:token-exchange',
      ],
    },
    {
      id: 'demo-service',
      name: 'a service of the demo',
      secret: 'demo-service-secret',
      redirectUris: [],
      grants: [
        'client_credentials',
        'urn:ietf:params:oauth:grant-type:token-exchange',
        'urn:ietf:params:oauth:grant-type:jwt-bearer',
      ],
      role: 'reader',
    },
  ],
  tokens: {
    algorithm: 'ES256',
    lifetime: 900,
    idTokenLifetime: 900,
    refreshLifetime: 86_400,
    sessionLifetime: 3_600,
  },
  resources: [
    {
      name: 'articles',
      type: 'Article',
      fields: {
        title: { type: 'text', minLength: 1, maxLength: 200, example: 'A new title' },
        text: { type: 'text', minLength: 0, maxLength: 20_000, example: 'A new text.' },
      },
      owner: 'owner',
      items: [
        {
          id: 1,
          title: 'Tokens travel light',
          text: 'A token carries what the API needs to know.',
          owner: 1,
        },
        {
          id: 2,
          title: 'Cookies remember',
          text: 'A session lives where it can be ended: on the server.',
          owner: 2,
        },
        {
          id: 3,
          title: 'Roles decide',
          text: 'Who you are is one question, what you may do another.',
          owner: 3,
        },
      ],
    },
  ],
  routes: [
    {
      method: 'GET',
      path: '/articles',
      access: may('articles:read'),
      action: { kind: 'list', resource: 'articles' },
    },
    {
      method: 'POST',
      path: '/articles',
      access: may('articles:write'),
      action: { kind: 'create', resource: 'articles' },
    },
    {
      method: 'GET',
      path: '/articles/{id}',
      access: may('articles:read'),
      action: { kind: 'read', resource: 'articles' },
    },
    {
      method: 'PUT',
      path: '/articles/{id}',
      access: may('articles:write'),
      action: { kind: 'replace', resource: 'articles' },
    },
    {
      method: 'DELETE',
      path: '/articles/{id}',
      access: [{ permission: 'articles:write', when: 'own' }, { role: 'admin' }],
      action: { kind: 'delete', resource: 'articles' },
    },
    {
      method: 'GET',
      path: '/users',
      access: may('users:read'),
      action: { kind: 'list', resource: 'users' },
    },
    {
      method: 'GET',
      path: '/users/{id}',
      access: ownAccount,
      action: { kind: 'read', resource: 'users' },
    },
    {
      method: 'PATCH',
      path: '/users/{id}',
      access: ownAccount,
      action: { kind: 'update', resource: 'users' },
    },
    {
      method: 'DELETE',
      path: '/users/{id}',
      access: may('users:write'),
      action: { kind: 'delete', resource: 'users' },
    },
    {
      method: 'GET',
      path: '/health',
      access: 'public',
      summary: 'Whether the server runs',
      action: { kind: 'answer', status: 200, body: { status: 'ok' } },
    },
  ],
  faults: [],
  weaknesses: [],
};
