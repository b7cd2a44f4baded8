import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import { AuthctlError } from '../../../src/errors.js';
import type { Files } from '../../../src/ports/files.js';

const filesOf = (contents: Readonly<Record<string, string>>): Pick<Files, 'read' | 'exists'> => ({
  exists: async (path) => path in contents,
  read: async (path) => {
    const text = contents[path];
    if (text === undefined) throw new AuthctlError('FILE_UNREADABLE', `cannot read ${path}`);
    return text;
  },
});

const V1 = 'version: 1\nopenapi: api.yaml\n';

test.for([
  {
    name: 'here',
    has: ['/a/b/authctl.yaml', '/a/authctl.yaml'],
    file: 'authctl.yaml',
    openapi: '/a/b/api.yaml',
  },
  { name: 'with the short suffix', has: ['/a/b/authctl.yml'], file: 'authctl.yml', openapi: '/a/b/api.yaml' },
  { name: 'above', has: ['/authctl.yaml'], file: '/authctl.yaml', openapi: '/api.yaml' },
  {
    name: 'as told',
    has: ['/a/b/authctl.yaml', '/a/b/ci/x.yaml'],
    path: 'ci/x.yaml',
    file: 'ci/x.yaml',
    openapi: '/a/b/ci/api.yaml',
  },
  {
    name: 'as told, elsewhere',
    has: ['/c/x.yaml'],
    path: '/c/x.yaml',
    file: '/c/x.yaml',
    openapi: '/c/api.yaml',
  },
])('the file is found $name', async ({ has, path, file, openapi }) => {
  const files = filesOf(Object.fromEntries(has.map((each) => [each, V1]))) as Files;
  const config = await loadConfig({ files, env: {}, cwd: '/a/b', path });
  expect({ file: config?.file, openapi: config?.openapi }).toEqual({ file, openapi });
});

test('without a file there is no configuration', async () => {
  expect(await loadConfig({ files: filesOf({}) as Files, env: {}, cwd: '/a/b' })).toBeUndefined();
});

test('a file that was named must be there', async () => {
  const files = filesOf({ '/a/authctl.yaml': V1 }) as Files;
  await expect(loadConfig({ files, env: {}, cwd: '/a', path: 'x.yaml' })).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
});
