import { expect, test } from 'vitest';
import { type BundledServer, startBundledServer } from '../../support/bundled-server.js';

/** `r`, `e`, `a`: what agus, william and sari are answered; `n`: somebody without credentials. */
const matrix = [
  { request: 'GET /me', n: 401, r: 200, e: 200, a: 200 },
  { request: 'HEAD /me', n: 401, r: 200, e: 200, a: 200 },
  { request: 'GET /articles', n: 401, r: 200, e: 200, a: 200 },
  { request: 'GET /articles/1', n: 401, r: 200, e: 200, a: 200 },
  { request: 'GET /articles/9', n: 401, r: 404, e: 404, a: 404 },
  { request: 'GET /articles/01', n: 401, r: 404, e: 404, a: 404 },
  { request: 'POST /articles', n: 401, r: 403, e: 201, a: 201 },
  { request: 'PUT /articles/2', n: 401, r: 403, e: 200, a: 200 },
  { request: 'PUT /articles/9', n: 401, r: 403, e: 404, a: 404 },
  { request: 'DELETE /articles/1', n: 401, r: 403, e: 204, a: 204 },
  { request: 'DELETE /articles/2', n: 401, r: 403, e: 403, a: 204 },
  { request: 'DELETE /articles/3', n: 401, r: 403, e: 403, a: 204 },
  { request: 'DELETE /articles/9', n: 401, r: 403, e: 404, a: 404 },
  { request: 'GET /users', n: 401, r: 403, e: 403, a: 200 },
  { request: 'HEAD /users', n: 401, r: 403, e: 403, a: 200 },
  { request: 'GET /users/1', n: 401, r: 403, e: 200, a: 200 },
  { request: 'GET /users/2', n: 401, r: 200, e: 403, a: 200 },
  { request: 'GET /users/9', n: 401, r: 404, e: 404, a: 404 },
  { request: 'PATCH /users/1', n: 401, r: 403, e: 200, a: 200 },
  { request: 'PATCH /users/2', n: 401, r: 200, e: 403, a: 200 },
  { request: 'DELETE /users/1', n: 401, r: 403, e: 403, a: 204 },
  { request: 'DELETE /users/3', n: 401, r: 403, e: 403, a: 409 },
  { request: 'DELETE /users/9', n: 401, r: 403, e: 403, a: 404 },
  { request: 'GET /health', n: 200, r: 200, e: 200, a: 200 },
  { request: 'GET /openapi.json', n: 200, r: 200, e: 200, a: 200 },
  { request: 'GET /nothing', n: 404, r: 404, e: 404, a: 404 },
  { request: 'PATCH /articles/1', n: 405, r: 405, e: 405, a: 405 },
  { request: 'TRACE /articles/1', n: 405, r: 405, e: 405, a: 405 },
  { request: 'OPTIONS /articles/1', n: 204, r: 204, e: 204, a: 204 },
] as const;

const people = { n: undefined, r: 'agus', e: 'william', a: 'sari' } as const;

type Person = keyof typeof people;
type Scheme = 'bearer' | 'cookie';

test.for(
  (['bearer', 'cookie'] as const).flatMap((scheme) =>
    (['n', 'r', 'e', 'a'] as const).map((person) => ({ scheme, person })),
  ),
)('$person by $scheme', async ({ scheme, person }) => {
  expect(await answersTo(person, scheme)).toEqual(
    Object.fromEntries(matrix.map((row) => [row.request, row[person]])),
  );
});

/** The status of every request of the matrix, each on a server that no earlier one has changed. */
async function answersTo(person: Person, scheme: Scheme): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  let fresh: Visit | undefined;
  for (const { request } of matrix) {
    fresh ??= await visit(person, scheme);
    const status = await fresh.statusOf(request);
    statuses[request] = status;
    if (status < 300 && !request.startsWith('GET')) fresh = await fresh.leave();
  }
  await fresh?.leave();
  return statuses;
}

interface Visit {
  statusOf(request: string): Promise<number>;
  leave(): Promise<undefined>;
}

async function visit(person: Person, scheme: Scheme): Promise<Visit> {
  const bundled: BundledServer = await startBundledServer();
  const username = people[person];
  const headers = username === undefined ? {} : await bundled[scheme](username);
  return {
    async statusOf(request) {
      const [method = '', path = ''] = request.split(' ');
      const article = method === 'POST' || method === 'PUT' ? { title: 'A new title', text: '' } : undefined;
      const json = method === 'PATCH' ? { name: 'A new name' } : article;
      return (await bundled.send(method, path, { headers, json })).status;
    },
    async leave() {
      await bundled.server.close();
      return undefined;
    },
  };
}
