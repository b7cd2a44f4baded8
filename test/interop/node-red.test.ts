import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probedMatrix } from './probed-matrix.js';
import {
  missingProgram,
  type RunningProgram,
  requireFromPrograms,
  startProgram,
} from './registry-programs.js';

/**
 * The built program against Node-RED, whose admin API has users with permissions. Run by `npm run test:interop`.
 *
 * What is expected is what its documentation says. "Securing Node-RED": a user whose permissions are `*` has full access, one
 * whose permissions are `read` only reads, and without `default` nobody else has any. "Admin HTTP API: Authentication":
 * GET /auth/login tells how to log in, POST /auth/token takes a form, a scope that the user has, and answers the token.
 * "Admin HTTP API methods": each page has a line `Requires permission`, and 401 for whoever lacks it.
 */
const missing = missingProgram('node-red');

const MATRIX: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // No permission.
  'GET /auth/login': { anonymous: 'allow', agus: 'allow', sari: 'allow' },
  // settings.read, diagnostics.read, flows.read, nodes.read
  'GET /settings': { anonymous: '401', agus: 'allow', sari: 'allow' },
  'GET /diagnostics': { anonymous: '401', agus: 'allow', sari: 'allow' },
  'GET /flows': { anonymous: '401', agus: 'allow', sari: 'allow' },
  'GET /flows/state': { anonymous: '401', agus: 'allow', sari: 'allow' },
  'GET /flow/{id}': { anonymous: '401', agus: 'allow', sari: 'allow' },
  'GET /nodes': { anonymous: '401', agus: 'allow', sari: 'allow' },
  'GET /nodes/{module}': { anonymous: '401', agus: 'allow', sari: 'allow' },
  'GET /nodes/{module}/{set}': { anonymous: '401', agus: 'allow', sari: 'allow' },
  // flows.write, nodes.write
  'POST /flow': { anonymous: '401', agus: '401', sari: 'allow' },
  'PUT /flow/{id}': { anonymous: '401', agus: '401', sari: 'allow' },
  'DELETE /flow/{id}': { anonymous: '401', agus: '401', sari: 'allow' },
  'PUT /nodes/{module}/{set}': { anonymous: '401', agus: '401', sari: 'allow' },
};

const settings = (port: number): string => {
  const { hashSync } = requireFromPrograms('bcryptjs') as { hashSync(text: string, rounds: number): string };
  const user = (name: string, permissions: string) => ({
    username: name,
    password: hashSync(`${name}-demo`, 4),
    permissions,
  });
  return `module.exports = ${JSON.stringify({
    uiHost: '127.0.0.1',
    uiPort: port,
    flowFile: 'flows.json',
    adminAuth: { type: 'credentials', users: [user('agus', 'read'), user('sari', '*')] },
    logging: { console: { level: 'error' } },
    telemetry: { enabled: false },
  })}; module.exports.userDir = __dirname;`;
};

/** Everything by configuration: a form with a scope, a refusal that is 401 whoever asks, objects of its own for DELETE. */
const configuration = (url: string): string => {
  const login = (scope: string) =>
    `{ steps: [{ request: POST /auth/token, form: { client_id: node-red-admin, grant_type: password, scope: "${scope}", username: "{{username}}", password: "{{password}}" }, capture: { token: /access_token } }] }`;
  const may = (row: Readonly<Record<string, string>>): string => {
    if (row.anonymous === 'allow') return 'any';
    return row.agus === 'allow' ? '[reader, admin]' : '[admin]';
  };
  const more: Readonly<Record<string, string>> = {
    'GET /flow/{id}': ', params: { id: main }',
    'GET /nodes/{module}': ', params: { module: node-red }',
    'GET /nodes/{module}/{set}': ', params: { module: node-red, set: inject }',
    'PUT /nodes/{module}/{set}': ', params: { module: node-red, set: inject }, body: { enabled: true }',
    'POST /flow':
      ', body: { label: Probed, nodes: [] }, teardown: { as: sari, request: "DELETE /flow/{{made}}", capture: { made: /id } }',
    'PUT /flow/{id}': ', params: { id: main }, body: { label: Main, nodes: [] }',
    'DELETE /flow/{id}':
      ', setup: { as: sari, request: POST /flow, body: { label: Throwaway, nodes: [] }, capture: { id: /id } }, teardown: { as: sari, request: "DELETE /flow/{{id}}" }',
  };
  return `version: 1
api: ${url}
login: ${login('read')}
roles: [anonymous, reader, admin]
subjects:
  agus: { role: reader, password: agus-demo }
  sari: { role: admin, password: sari-demo, login: ${login('*')} }
routes:
${Object.entries(MATRIX)
  .map(([route, row]) => `  ${route}: { allow: ${may(row)}${more[route] ?? ''} }`)
  .join('\n')}
`;
};

describe.skipIf(missing !== '')(`Node-RED${missing && ` (skipped: ${missing})`}`, () => {
  let server: RunningProgram;
  beforeAll(async () => {
    server = await startProgram({
      program: 'node-red/red.js',
      argv: () => ['--settings', 'settings.js'],
      files: (port) => ({
        'settings.js': settings(port),
        'flows.json': '[{ "id": "main", "type": "tab", "label": "Main" }]',
      }),
      path: '/auth/login',
    });
  });
  afterAll(() => server?.close());

  test('its permissions are found as its documentation has them', async () => {
    const { status, matrix, findings } = await probedMatrix(
      configuration(server.url),
      '--allow-writes --allow-delete',
    );
    expect({ matrix, findings, status }).toEqual({ matrix: MATRIX, findings: [], status: 0 });
  });

  test('a policy that is stricter than it is finds what is too open', async () => {
    const strict = configuration(server.url).replace(
      'GET /flows: { allow: [reader, admin] }',
      'GET /flows: { allow: [admin] }',
    );
    const { status, findings } = await probedMatrix(strict, "--only 'GET /flows'");
    expect({ status, findings }).toEqual({ status: 1, findings: ['privilege-escalation GET /flows'] });
  });
});
