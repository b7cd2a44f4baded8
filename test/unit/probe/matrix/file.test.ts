import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuthctlError } from '../../../../src/errors.js';
import { MATRIX_ANSWERS, type Matrix } from '../../../../src/probe/matrix/matrix.js';
import { matrixText, sortedMatrix } from '../../../../src/probe/matrix/matrix-text.js';
import { readMatrix } from '../../../../src/probe/matrix/read-matrix.js';

const FILE = 'access.matrix';

const ARTICLES: Matrix = {
  roles: ['reader', 'anonymous', 'editor', 'admin'],
  routes: [
    {
      method: 'GET',
      path: '/health',
      access: ['anonymous', 'reader', 'editor', 'admin'].map((role) => ({
        role,
        own: false,
        answers: ['allow'],
      })),
    },
    {
      method: 'GET',
      path: '/articles',
      access: [
        { role: 'anonymous', own: false, answers: ['401'] },
        ...['reader', 'editor', 'admin'].map((role) => ({ role, own: false, answers: ['allow'] as const })),
      ],
    },
    {
      method: 'DELETE',
      path: '/articles/{id}',
      access: [
        { role: 'editor', own: true, answers: ['allow'] },
        { role: 'editor', own: false, answers: ['403'] },
        { role: 'admin', own: false, answers: ['allow'] },
        { role: 'reader', own: false, answers: ['403'] },
        { role: 'anonymous', own: false, answers: ['401'] },
      ],
    },
  ],
};

const TEXT = `# authctl-matrix v1
roles: admin anonymous editor reader

DELETE /articles/{id}  allow: admin editor(own) | 403: editor reader | 401: anonymous
GET    /articles       allow: admin editor reader | 401: anonymous
GET    /health         allow: *
`;

test('a matrix is written as lines that read as sentences', () => {
  expect(matrixText(ARTICLES)).toBe(TEXT);
});

test('what was written is read', () => {
  expect(readMatrix(TEXT, FILE)).toEqual(sortedMatrix(ARTICLES));
});

test.for([
  { name: 'line ends of Windows', text: TEXT.replaceAll('\n', '\r\n') },
  { name: 'a byte order mark', text: `\ufeff${TEXT}` },
  { name: 'another order, comments, empty lines, other space', text: reordered(TEXT) },
])('$name make no difference', ({ text }) => {
  expect(readMatrix(text, FILE)).toEqual(sortedMatrix(ARTICLES));
});

function reordered(text: string): string {
  const [header, roles, , ...routes] = text.trimEnd().split('\n');
  const lines = routes.toReversed().flatMap((line) => ['', `# ${line}`, `  ${line.replaceAll(' | ', '|')} `]);
  return [header, '# roles', roles?.replaceAll(' ', '   '), ...lines].join('\n');
}

describe('mistakes are named with their places', () => {
  const withLine = (line: string) => `${TEXT}${line}\n`;
  test.for<{ name: string; text: string; mistakes: readonly string[] }>([
    { name: 'an empty file', text: '', mistakes: ['1:1 this is no matrix: expected `# authctl-matrix v1`'] },
    {
      name: 'another file',
      text: '{}\n',
      mistakes: ['1:1 this is no matrix: expected `# authctl-matrix v1`'],
    },
    {
      name: 'a newer form',
      text: TEXT.replace('v1', 'v2'),
      mistakes: ['1:1 this is a matrix of form 2, and form 1 is known here'],
    },
    {
      name: 'no roles',
      text: '# authctl-matrix v1\n',
      mistakes: ['1:1 no line says which roles there are'],
    },
    {
      name: 'a merge that was not finished',
      text: TEXT.replace('GET    /articles ', '<<<<<<< HEAD\nGET    /articles '),
      mistakes: ['5:1 a mark of a merge that was not finished'],
    },
    {
      name: 'no method',
      text: withLine('/users allow: *'),
      mistakes: ['7:1 expected a method such as GET, not /users'],
    },
    { name: 'no path', text: withLine('GET'), mistakes: ['7:4 expected a path such as /articles/{id}'] },
    {
      name: 'a path without a slash',
      text: withLine('GET users allow: *'),
      mistakes: ['7:5 expected a path such as /articles/{id}'],
    },
    { name: 'no answer', text: withLine('GET /users'), mistakes: ['7:11 expected an answer such as allow:'] },
    {
      name: 'an unknown answer',
      text: withLine('GET /users alow: *'),
      mistakes: ['7:12 expected an answer such as allow:, not alow:'],
    },
    {
      name: 'a role for an answer',
      text: withLine('GET /users admin'),
      mistakes: ['7:12 expected an answer such as allow:, not admin'],
    },
    {
      name: 'no role',
      text: withLine('GET /users allow: | 403: *'),
      mistakes: ['7:18 no role is named behind allow:'],
    },
    {
      name: 'nothing behind a bar',
      text: withLine('GET /users allow: admin |'),
      mistakes: ['7:26 expected an answer behind the bar'],
    },
    {
      name: 'nothing before a bar',
      text: withLine('GET /users | allow: admin'),
      mistakes: ['7:12 expected an answer such as allow:'],
    },
    {
      name: 'an unknown role',
      text: withLine('GET /users allow: admni'),
      mistakes: ['7:19 admni is none of the roles'],
    },
    {
      name: 'all roles, and one',
      text: withLine('GET /users allow: * admin'),
      mistakes: ['7:19 * stands for all roles, and alone'],
    },
    {
      name: 'a word that is no role',
      text: withLine('GET /users allow: admin(all)'),
      mistakes: ['7:19 admin(all) is no role'],
    },
    {
      name: 'a quotation that does not end',
      text: withLine('GET /users allow: "admin'),
      mistakes: ['7:19 "admin is no role'],
    },
    {
      name: 'a route twice',
      text: withLine('GET /health 401: *'),
      mistakes: ['7:1 GET /health stands here twice'],
    },
    {
      name: 'roles that come late',
      text: TEXT.replace(/roles:.*\n/, '').concat('roles: a\n'),
      mistakes: ['6:1 the roles are named behind a route'],
    },
    {
      name: 'roles twice',
      text: TEXT.replace(/(roles:.*\n)/, '$1$1'),
      mistakes: ['3:1 the roles are named twice'],
    },
    {
      name: 'a role of its own objects among the roles',
      text: TEXT.replace('admin anonymous', 'admin(own) anonymous'),
      mistakes: ['2:8 the line of the roles names roles only'],
    },
    {
      name: 'several at once',
      text: withLine('get /a allow: *\nGET /b may: x'),
      mistakes: [
        '7:1 expected a method such as GET, not get',
        '8:8 expected an answer such as allow:, not may:',
      ],
    },
  ])('$name', ({ text, mistakes }) => {
    expect(mistakesIn(text)).toEqual(mistakes);
  });

  function mistakesIn(text: string): readonly string[] {
    try {
      readMatrix(text, FILE);
      return [];
    } catch (error) {
      if (!(error instanceof AuthctlError)) throw error;
      const first = { message: error.message, at: error.at };
      return [first, ...error.also].map(({ message, at }) => `${at?.line}:${at?.column} ${message}`);
    }
  }
});

describe('any matrix', () => {
  const role = fc.oneof(
    fc.constantFrom('admin', 'a b', '*', 'x|y', 'allow:', '#', 'r(own)', '"'),
    fc.string({ minLength: 1, unit: 'binary' }),
  );
  const path = fc.oneof(
    fc.constantFrom('/', '/a{id}', '/a b', '/x|y', '/a#b', '/"'),
    fc.string({ unit: 'binary' }).map((text) => `/${text}`),
  );
  const answers = fc.subarray([...MATRIX_ANSWERS], { minLength: 1 });
  const matrix = fc.uniqueArray(role, { minLength: 1, maxLength: 5 }).chain((roles) =>
    fc.record({
      roles: fc.constant(roles),
      routes: fc.uniqueArray(
        fc.record({
          method: fc.constantFrom('GET', 'DELETE', 'M-SEARCH'),
          path,
          access: fc.uniqueArray(fc.record({ role: fc.constantFrom(...roles), own: fc.boolean(), answers }), {
            minLength: 1,
            selector: ({ role: name, own }) => JSON.stringify([name, own]),
          }),
        }),
        { selector: ({ method, path: template }) => `${method} ${template}`, maxLength: 5 },
      ),
    }),
  );

  test('is read as it was written, and holds no control character', () => {
    fc.assert(
      fc.property(matrix, (any) => {
        const text = matrixText(any);
        expect(readMatrix(text, FILE)).toEqual(sortedMatrix(any));
        expect(text).not.toMatch(/[^\n\P{C}]/u);
      }),
    );
  });

  test('is written in the same bytes, whatever its order', () => {
    const shuffled = matrix.chain((any) =>
      fc.record({
        any: fc.constant(any),
        roles: fc.shuffledSubarray([...any.roles], { minLength: any.roles.length }),
        routes: fc.shuffledSubarray([...any.routes], { minLength: any.routes.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ any, roles, routes }) => {
        const other = {
          roles,
          routes: routes.map((route) => ({ ...route, access: route.access.toReversed() })),
        };
        expect(matrixText(other)).toBe(matrixText(any));
      }),
    );
  });

  test('or any text, is read or refused', () => {
    const lines = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('roles: a', 'GET /a allow: a', '|', '"', 'GET /"'),
      ),
    );
    fc.assert(
      fc.property(lines, (any) => {
        const text = ['# authctl-matrix v1', ...any].join('\n');
        try {
          const read = readMatrix(text, FILE);
          expect(readMatrix(matrixText(read), FILE)).toEqual(read);
        } catch (error) {
          expect(error).toBeInstanceOf(AuthctlError);
        }
      }),
    );
  });
});
