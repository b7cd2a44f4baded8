import { OpenAPIBackend } from 'openapi-backend';
import { afterEach, describe, expect, test } from 'vitest';
import { readServerConfig } from '../../../src/server/config/read.js';
import { demoSettings } from '../../../src/server/demo-settings.js';
import { MOST_OBJECTS } from '../../../src/server/object-store.js';
import { apiRoutes } from '../../../src/server/routes.js';
import type { ServerSettings } from '../../../src/server/settings.js';
import { type BundledServer, type Reply, startBundledServer } from '../../support/bundled-server.js';

// Every operation is asked for in every way that its description speaks of; a validator that is not ours compares.

const CONFIGURED = readServerConfig(
  {
    text: `version: 1
roles: { clerk: [notes:read], boss: [notes:read, notes:write] }
users:
  agus: { role: clerk, password: agus-demo }
  sari: { role: boss, password: sari-demo }
resources:
  notes:
    fields: { title: { example: A note }, stars: { type: number, optional: true } }
    owner: author
    items: [{ title: One, author: sari }, { id: x7, title: Two, stars: 3, author: agus }]
routes:
  GET /notes: { allow: any }
  GET /notes/{note}: { allow: [boss, { role: clerk, when: own }] }
  PATCH /notes/{note}: { allow: [{ permission: notes:read, when: own }] }
  PUT /notes/{note}: { allow: [boss] }
  GET /people/{author}/notes/{note}: { allow: any }
  POST /teapot: { allow: [boss], status: 418, body: { error: teapot } }
`,
    file: 'authctl-server.yaml',
    path: '/authctl-server.yaml',
  },
  {},
).settings;

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly example: unknown }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, { readonly headers?: object }>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

type Headers = Readonly<Record<string, string>>;

/** What goes into a request that is right. */
const BODIES: Readonly<Record<string, object>> = {
  '/login': { username: 'sari', password: 'sari-demo' },
  '/session': { username: 'sari', password: 'sari-demo' },
  '/articles': { title: 'A title', text: 'A text' },
  '/articles/{id}': { title: 'A title', text: 'A text' },
  '/users/{id}': { name: 'Sari' },
  '/notes/{note}': { title: 'A title' },
};

let bundled: BundledServer;
afterEach(() => bundled.server.close());

async function describedBy(settings: ServerSettings) {
  bundled = await startBundledServer({ settings });
  const document = (await bundled.send('GET', '/openapi.json')).body as OpenApi;
  // quick: the description itself is judged elsewhere, by a validator that knows OpenAPI 3.1.
  const validator = new OpenAPIBackend({
    definition: document as never,
    quick: true,
    ajvOpts: { strict: false },
  });
  await validator.init();
  return { document, validator };
}

const WRONG: Headers = { authorization: 'Bearer rubbish' };

/** Nobody, somebody with worthless credentials, and every user, the least privileged first: by token and by cookie. */
async function callers(settings: ServerSettings, onlyCookie: boolean): Promise<readonly Headers[]> {
  const ranks = settings.roles.map(({ name }) => name);
  const users = settings.users.toSorted((one, other) => ranks.indexOf(one.role) - ranks.indexOf(other.role));
  const known = users.map(async ({ username }): Promise<Headers> => {
    if (onlyCookie) return { ...(await bundled.cookie(username)) };
    const { accessToken } = await bundled.server.controls.mintToken(username);
    return { authorization: `Bearer ${accessToken}` };
  });
  return [{}, WRONG, ...(await Promise.all(known))];
}

/** What it takes to meet a status that no request meets by itself. */
const LAST: Readonly<Record<string, (headers: Headers) => Promise<Reply>>> = {
  'DELETE /users/{id}': (headers) => bundled.send('DELETE', '/users/3', { headers }),
  'POST /articles': (headers) => {
    const items = Array.from({ length: MOST_OBJECTS }, (_, at) => ({
      id: at + 1,
      title: '',
      text: '',
      owner: 1,
    }));
    const resources = demoSettings.resources.map((resource) => ({ ...resource, items }));
    bundled.server.configure({ ...demoSettings, resources });
    return bundled.send('POST', '/articles', { headers, json: BODIES['/articles'] });
  },
};

/** Every request that the description of an operation gives a reason for, those that change something last. */
async function* answers(
  settings: ServerSettings,
  method: string,
  path: string,
  { parameters = [], requestBody, security }: Operation,
): AsyncGenerator<Reply> {
  const filled = (last?: string) =>
    parameters.reduce(
      (url, { name, example }, at) =>
        url.replace(`{${name}}`, String(at === parameters.length - 1 ? (last ?? example) : example)),
      path,
    );
  const all = await callers(settings, security.length === 1);
  const strongest = all.at(-1) ?? {};
  const json = BODIES[path];
  if (path.includes('{')) yield bundled.send(method, filled('987654'), { headers: strongest, json });
  if (method !== 'GET') {
    const headers = { ...(await bundled.cookie('sari')), origin: 'http://attacker.example' };
    yield bundled.send(method, filled(), { headers, json });
  }
  if (requestBody) {
    const withType = (type: string) => ({ ...strongest, 'content-type': type });
    yield bundled.send(method, filled(), { headers: withType('text/plain'), body: 'a' });
    yield bundled.send(method, filled(), { headers: withType('application/json'), body: '{' });
    yield bundled.send(method, filled(), {
      headers: withType('application/json'),
      body: ' '.repeat(2_000_000),
    });
    yield bundled.send(method, filled(), { headers: strongest, json: { ...json, password: 'wrong' } });
  }
  for (const headers of all) yield bundled.send(method, filled(), { headers, json });
  const last = LAST[`${method} ${path}`];
  if (last && settings === demoSettings) yield last(strongest);
}

const routesOf = (name: string, settings: ServerSettings) =>
  apiRoutes(settings).map(({ method, path }) => ({ name, settings, method, path }));

describe('every status that an operation declares is answered, and as it declares; no other one is', () => {
  test.for([...routesOf('demo', demoSettings), ...routesOf('configured', CONFIGURED)])(
    '$name: $method $path',
    async ({ settings, method, path }) => {
      const { document, validator } = await describedBy(settings);
      const operation = document.paths[path]?.[method.toLowerCase()] ?? expect.unreachable('not described');
      const met = new Set<string>();
      const problems: unknown[] = [];
      for await (const { status, headers, body } of answers(settings, method, path, operation)) {
        met.add(String(status));
        const { errors } = validator.validateResponse(body, operation.operationId, status);
        if (errors) problems.push({ status, errors });
        for (const name of Object.keys(operation.responses[status]?.headers ?? {})) {
          if (headers[name.toLowerCase()] === undefined) problems.push({ status, missing: name });
        }
      }
      expect({ problems, met: [...met].sort() }).toEqual({
        problems: [],
        met: Object.keys(operation.responses).sort(),
      });
    },
  );

  test('the validator finds what is wrong', async () => {
    const { validator } = await describedBy(demoSettings);
    const wrong = [
      validator.validateResponse({ id: '2', username: 'agus', role: 'reader' }, 'me', 200),
      validator.validateResponse({ id: 2, username: 'agus', role: 'reader', password: 'x' }, 'me', 200),
      validator.validateResponse({ error: 'unauthorized' }, 'me', 401),
    ];
    expect(wrong.map(({ errors }) => errors?.length)).toEqual([1, 1, 1]);
  });
});
