import { expect, test } from 'vitest';
import { AuthctlError } from '../../../../src/errors.js';
import { loadServerConfig } from '../../../../src/server/config/load.js';

const CONFIG = `version: 1
users: { agus: { id: 7, role: reader, password: x } }
resources: { notes: { fields: { title: {} }, owner: author, file: data/notes.json } }
routes: { GET /notes: { allow: any } }
`;

const load = (files: Readonly<Record<string, string>>) =>
  loadServerConfig({
    files: {
      read: async (path) => {
        const text = files[path];
        if (text === undefined) throw new AuthctlError('FILE_UNREADABLE', `cannot read ${path}`);
        return text;
      },
    },
    env: {},
    cwd: '/project',
    path: 'conf/server.yaml',
  });

const NOTES = '/project/conf/data/notes.json';
const withNotes = (notes: string) => load({ '/project/conf/server.yaml': CONFIG, [NOTES]: notes });

test('objects come from a file beside the configuration, and both are watched', async () => {
  const { settings, paths, secrets } = await withNotes('[{ "title": "One", "author": "agus" }]');
  expect(settings.resources[0]?.items).toEqual([{ id: 1, title: 'One', author: 7 }]);
  expect({ paths, secrets }).toEqual({
    paths: ['/project/conf/server.yaml', NOTES],
    secrets: ['x'],
  });
});

test.for([
  { notes: '{}', message: 'expected a list of notes', line: 1, column: 1 },
  { notes: '[1]', message: 'expected a list of notes', line: 1, column: 1 },
  { notes: '[\n  { "title": "One" }\n]', message: "[0] lacks the owner, 'author'", line: 2, column: 3 },
  {
    notes: '[{ "titel": "One",\n  "author": 7 }]',
    message: "[0]: 'titel' is no field",
    line: 1,
    column: 13,
  },
])('what is wrong in $notes is said with its place', async ({ notes, message, line, column }) => {
  await expect(withNotes(notes)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message,
    at: { file: 'conf/data/notes.json', line, column },
  });
});

test('a file that is not there', async () => {
  await expect(load({})).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(load({ '/project/conf/server.yaml': CONFIG })).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
});
