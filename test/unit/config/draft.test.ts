import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Draft, draftConfig, isDecided, isKnown, passwordVariable } from '../../../src/config/draft.js';
import { readConfig } from '../../../src/config/read.js';

const load = (draft: Draft) => {
  const env = Object.fromEntries(
    draft.subjects.map(({ name }) => [passwordVariable(name), `password of ${name}`]),
  );
  return readConfig({ text: draftConfig(draft), file: 'authctl.yaml', path: '/project/authctl.yaml' }, env);
};

const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    'yes',
    'null',
    '1',
    '${X}',
    'a: b',
    'a #b',
    '- a',
    '{{x}}',
    '"',
    '\n',
    '__proto__',
    '\u2028',
    '~',
  ),
);
const wellFormed = text.filter((each) => Buffer.from(each).toString() === each);
const role = wellFormed;

const draft: fc.Arbitrary<Draft> = fc.record({
  title: fc.option(wellFormed, { nil: undefined }),
  server: fc.option(fc.webUrl({ validSchemes: ['http', 'https'] }), { nil: undefined }),
  api: fc.option(fc.webUrl({ validSchemes: ['http', 'https'] }), { nil: undefined }),
  openapi: fc.option(wellFormed, { nil: undefined }),
  subjects: fc.uniqueArray(fc.record({ name: wellFormed, username: wellFormed, role: fc.option(role) }), {
    selector: ({ name }) => name,
    maxLength: 4,
  }),
  routes: fc.uniqueArray(
    fc.record({
      method: fc.constantFrom('GET', 'DELETE', 'QUERY'),
      path: fc.oneof(
        fc.webPath(),
        wellFormed.map((part) => `/${part}`),
        fc.constantFrom('/articles/{id}', '/a:b', '/'),
      ),
      access: fc.oneof(
        fc.constantFrom({ kind: 'unknown' as const }, { kind: 'public' as const }),
        fc.record({
          kind: fc.constant('secured' as const),
          roles: fc.option(
            fc.array(fc.oneof(fc.record({ role }), fc.record({ role, when: fc.constant('own' as const) })), {
              maxLength: 3,
            }),
          ),
        }),
      ),
      parameters: fc.array(
        fc.record({
          name: wellFormed,
          required: fc.boolean(),
          example: fc.option(wellFormed, { nil: undefined }),
        }),
        { maxLength: 2 },
      ),
    }),
    { selector: ({ method, path }) => `${method} ${path}`, maxLength: 6 },
  ),
});

test('whatever is known, the file that is written loads and says just that', () => {
  fc.assert(
    fc.property(draft, (known) => {
      const config = load(known);
      const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);
      expect(
        config.subjects.map(({ name, username, role }) => ({ name, username, role })).toSorted(byName),
      ).toEqual(known.subjects.filter(isKnown).toSorted(byName));
      expect(config.routes.map(({ method, path, allow }) => ({ method, path, allow }))).toEqual(
        known.routes.filter(isDecided).map(({ method, path, access }) => ({
          method,
          path,
          allow: access.kind === 'secured' ? access.roles : 'any',
        })),
      );
    }),
    { numRuns: 200 },
  );
});

const get = (path: string, access: Draft['routes'][number]['access']): Draft['routes'][number] => ({
  method: 'GET',
  path,
  access,
  parameters: [],
});

test('roles are listed from the fewest routes to the most', () => {
  const routes = [
    get('/a', { kind: 'secured', roles: [{ role: 'admin' }] }),
    get('/b', { kind: 'secured', roles: [{ role: 'admin' }, { role: 'editor' }] }),
    get('/c', { kind: 'secured', roles: [{ role: 'admin' }, { role: 'editor' }, { role: 'reader' }] }),
  ];
  const empty = { title: undefined, server: undefined, api: undefined, openapi: undefined };
  expect(load({ ...empty, subjects: [], routes }).roles).toEqual(['anonymous', 'reader', 'editor', 'admin']);
});

test.for([
  { subject: 'agus', variable: 'AGUS_PASSWORD' },
  { subject: 'agus@example.com', variable: 'AGUS_EXAMPLE_COM_PASSWORD' },
  { subject: '2nd', variable: '_2ND_PASSWORD' },
  { subject: '\u00e9', variable: '__PASSWORD' },
])('the password of $subject is in $variable', ({ subject, variable }) => {
  expect(passwordVariable(subject)).toBe(variable);
});
