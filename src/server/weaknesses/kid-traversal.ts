import { posix } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { alsoTaking } from './also-taking.js';
import { probedWith } from './find-by-forgery.js';
import { withSecret } from './unsigned.js';
import type { Weakness } from './weakness.js';

/** Where the secrets would be. */
const FOLDER = '/srv/demo/keys';

/** All the files that there are: the machine's own are never looked at. */
const FILES: Readonly<Record<string, string>> = {
  '/dev/null': '',
  '/srv/demo/public/robots.txt': 'User-agent: *\nDisallow:\n',
};

export const kidTraversal: Weakness = {
  id: 'kid-traversal',
  title: 'kid path traversal',
  cwe: 22,
  owasp: 'API2:2023',
  summary:
    'the secret is read from the file that kid names, and ../ leads to files whose content everybody knows',
  routes: () => ['GET /me'],
  find: probedWith('kid.devnull:climbing'),
  apply: (policy) =>
    alsoTaking(policy, async (token, _keys, rules) => {
      const file = FILES[posix.join(FOLDER, String(decodeProtectedHeader(token).kid))];
      if (file === undefined) throw new Error('no such file');
      return withSecret(token, file, rules);
    }),
};
