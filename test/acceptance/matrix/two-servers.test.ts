import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttp } from '../../../src/adapters/http-undici.js';
import { run } from '../../../src/cli/run.js';
import { demoSettings } from '../../../src/server/demo-settings.js';
import { type BundledServer, NOW, startBundledServer } from '../../support/bundled-server.js';
import { createTestContext } from '../../support/test-context.js';

let sound: BundledServer;
let weak: BundledServer;

beforeAll(async () => {
  [sound, weak] = await Promise.all([
    startBundledServer({ settings: demoSettings }),
    startBundledServer({ settings: { ...demoSettings, weaknesses: ['bfla'] } }),
  ]);
});
afterAll(async () => {
  await Promise.all([sound.server.close(), weak.server.close()]);
});

const subjects = `version: 1
subjects:
  agus: { role: reader, password: agus-demo }
  sari: { role: admin,  password: sari-demo }
`;

async function diff(flags: readonly string[], yaml = subjects) {
  const context = createTestContext({
    argv: ['matrix', 'diff', '-q', '--json', '--only', 'GET /users', ...flags],
    files: { '/project/authctl.yaml': yaml },
    now: NOW,
  });
  const http = createHttp(context.signal);
  context.ports.http = async () => http;
  context.ports.lastingHttp = async () => http;
  const exit = await run(context);
  const { stdout, stderr } = context.written;
  return {
    exit,
    stderr,
    document: JSON.parse(stdout) as { readonly equal?: boolean | null; readonly drift?: unknown },
  };
}

test('two servers that differ in one answer: subjects log in at each of them', async () => {
  const { exit, document, stderr } = await diff([sound.server.issuer, weak.server.issuer]);
  expect({ exit, stderr, document }).toEqual({
    exit: 1,
    stderr: '',
    document: {
      schema: 'authctl/matrix-diff@1',
      equal: false,
      drift: [
        {
          ...{ kind: 'opened', method: 'GET', path: '/users', role: 'reader', own: false },
          ...{ was: ['403'], is: ['allow'] },
        },
      ],
    },
  });
});

test('a server and itself do not differ', async () => {
  const { exit, document } = await diff([weak.server.issuer, weak.server.issuer]);
  expect({ exit, document }).toEqual({
    exit: 0,
    document: { schema: 'authctl/matrix-diff@1', equal: true, drift: [] },
  });
});

test('what a server leaves open is no sameness', async () => {
  const wrong = subjects.replaceAll('-demo', '-wrong');
  const { exit, document, stderr } = await diff([sound.server.issuer, sound.server.issuer], wrong);
  expect({ exit, document }).toEqual({
    exit: 3,
    document: { schema: 'authctl/matrix-diff@1', equal: null, drift: [] },
  });
  expect(stderr).toContain(`warning: ${sound.server.issuer}: 2 cells inconclusive; \`authctl probe --api`);
});

test('where subjects log in at a server of their own, only the API is another', async () => {
  const yaml = `${subjects}server: ${sound.server.issuer}\napi: http://127.0.0.1:1\n`;
  const { exit, document, stderr } = await diff([weak.server.issuer, weak.server.issuer], yaml);
  expect(exit).toBe(3);
  expect(document.equal).toBeNull();
  expect(stderr).toContain('inconclusive');
  expect(sound.events.filter(({ path }) => path === '/login').length).toBeGreaterThan(0);
});
