import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startServer } from '../../src/server/start.js';
import { isThere } from './is-there.js';

const run = promisify(execFile);

/** Debian's python3-authlib, for Debian's own Python. */
const PYTHON = '/usr/bin/python3';
const isHere = isThere(`${PYTHON} -c "import authlib, requests"`);

test.skipIf(!isHere)('Authlib logs in at the bundled server in every way that it knows', async () => {
  const server = await startServer();
  try {
    const { stdout } = await run(PYTHON, [join(import.meta.dirname, 'authlib_client.py'), server.issuer], {
      env: { PATH: process.env.PATH, PYTHONWARNINGS: 'ignore' },
    });
    expect(JSON.parse(stdout)).toEqual({
      client_credentials: 'demo-service',
      introspection: true,
      revoked: 401,
      password: 'agus',
      iss: true,
      code: 'sari',
      id_token: 'admin',
      refresh: 'sari',
      rotated: true,
      userinfo: 'sari',
    });
  } finally {
    await server.close();
  }
});
