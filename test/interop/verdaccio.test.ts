import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probedMatrix } from './probed-matrix.js';
import { missingProgram, type RunningProgram, startProgram } from './registry-programs.js';

/**
 * The built program against Verdaccio, an npm registry with rules on who may see and publish which package. Run by
 * `npm run test:interop`.
 *
 * What is expected is what its documentation says. "Package Access": the first pattern that fits a package counts; `access`,
 * `publish` and `unpublish` name users, `$all` (everybody) or `$authenticated` (whoever is logged in). "Protecting packages": a
 * user who is not named is answered 403, a caller who is not logged in 401. "Authentication": a login is what `npm adduser` sends.
 */
const missing = missingProgram('verdaccio');

const CONFIG = `storage: ./storage
auth: { htpasswd: { file: ./htpasswd, algorithm: bcrypt, rounds: 4 } }
packages:
  'open-*':    { access: $all, publish: sari, unpublish: sari }
  'members-*': { access: $authenticated, publish: william sari, unpublish: sari }
  'secret-*':  { access: sari, publish: sari, unpublish: sari }
log: { type: stdout, format: json, level: fatal }
web: { enable: false }
`;

const everybody = { anonymous: 'allow', agus: 'allow', william: 'allow', sari: 'allow' };
const members = { anonymous: '401', agus: 'allow', william: 'allow', sari: 'allow' };
const sariAlone = { anonymous: '401', agus: '403', william: '403', sari: 'allow' };

const MATRIX: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'GET /-/ping': everybody,
  // access
  'GET /open-a': everybody,
  'GET /members-a': members,
  'GET /secret-a': sariAlone,
  'GET /-/package/secret-a/dist-tags': sariAlone,
  // publish
  'PUT /open-a/beta': sariAlone,
  'PUT /members-a/beta': { anonymous: '401', agus: '403', william: 'allow', sari: 'allow' },
  'PUT /secret-a/beta': sariAlone,
};

/** A login by PUT with the user's name in the path, the password in a header and in the body, and a Bearer token. */
const configuration = (url: string): string => {
  const names = ['agus', 'william', 'sari'];
  const may = (row: Readonly<Record<string, string>>): string =>
    row.anonymous === 'allow' ? 'any' : `[${names.filter((name) => row[name] === 'allow').join(', ')}]`;
  const body = (route: string): string =>
    route.startsWith('PUT') ? ', body: \'"1.0.0"\', headers: { Content-Type: application/json }' : '';
  return `version: 1
api: ${url}
login:
  steps:
    - { request: "PUT /-/user/org.couchdb.user:{{username}}", headers: { Authorization: "Basic {{basic}}" }, body: { name: "{{username}}", password: "{{password}}" }, capture: { token: /token } }
roles: [anonymous, ${names.join(', ')}]
subjects:
${names.map((name) => `  ${name}: { role: ${name}, password: ${name}-demo, canary: /-/whoami }`).join('\n')}
routes:
${Object.entries(MATRIX)
  .map(([route, row]) => `  ${route}: { allow: ${may(row)}${body(route)} }`)
  .join('\n')}
`;
};

async function send(url: string, body: object, token?: string): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** What `npm publish` sends. */
const published = (name: string, url: string): object => {
  const file = `${name}-1.0.0.tgz`;
  const shasum = createHash('sha1').update(Buffer.from('AA==', 'base64')).digest('hex');
  const version = { name, version: '1.0.0', dist: { shasum, tarball: `${url}/${name}/-/${file}` } };
  const attachment = { content_type: 'application/octet-stream', data: 'AA==', length: 1 };
  return {
    ...{ _id: name, name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } },
    _attachments: { [file]: attachment },
  };
};

describe.skipIf(missing !== '')(`Verdaccio${missing && ` (skipped: ${missing})`}`, () => {
  let server: RunningProgram;
  beforeAll(async () => {
    server = await startProgram({
      program: 'verdaccio/bin/verdaccio',
      argv: (port) => ['--config', 'config.yaml', '--listen', `127.0.0.1:${port}`],
      files: () => ({ 'config.yaml': CONFIG }),
      path: '/-/ping',
    });
    const tokens: string[] = [];
    for (const name of ['agus', 'william', 'sari']) {
      const user = { name, password: `${name}-demo` };
      const { token } = (await send(`${server.url}/-/user/org.couchdb.user:${name}`, user)) as {
        token: string;
      };
      tokens.push(token);
    }
    for (const name of ['open-a', 'members-a', 'secret-a']) {
      await send(`${server.url}/${name}`, published(name, server.url), tokens.at(-1));
    }
  });
  afterAll(() => server?.close());

  test('its rules are found as its documentation has them', async () => {
    const { status, matrix, findings } = await probedMatrix(configuration(server.url), '--allow-writes');
    expect({ matrix, findings, status }).toEqual({ matrix: MATRIX, findings: [], status: 0 });
  });

  test('a policy that is stricter than it is finds what is too open', async () => {
    const strict = configuration(server.url).replace(
      'GET /members-a: { allow: [agus, william, sari] }',
      'GET /members-a: { allow: [william, sari] }',
    );
    const { status, findings } = await probedMatrix(strict, "--only 'GET /members-a'");
    expect({ status, findings }).toEqual({ status: 1, findings: ['privilege-escalation GET /members-a'] });
  });
});
