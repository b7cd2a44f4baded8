/** The built program is killed without a word at twenty requests, and goes on with its journal. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerJson, type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js';

const PROGRAM = join(import.meta.dirname, '../../../bin/authctl.js');
const KILLS = 20;
const SEED = 9;

const roles = ['reader', 'editor', 'admin'];
const paths = Array.from({ length: 20 }, (_, at) => `/things-${at}`);

const yaml = (api: string): string => `version: 1
api: ${api}
subjects:
${roles.map((role) => `  ${role}: { role: ${role}, login: { headers: { authorization: Bearer ${role} } } }`).join('\n')}
routes:
  GET /me: { allow: [reader, editor, admin] }
${paths.map((path, at) => `  GET ${path}: { allow: [${roles.slice(at % 3).join(', ')}] }`).join('\n')}
`;

let server: LoopbackServer;
let folder: string;
let requests = 0;
let onRequest: () => void = () => undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authctl-killed-'));
  server = await startLoopbackServer((request, response) => {
    requests += 1;
    onRequest();
    const role = roles.indexOf(request.headers.authorization?.replace('Bearer ', '') ?? '');
    const at = paths.indexOf(request.path ?? '');
    if (request.path === '/me' && role >= 0) return answerJson(response, 200, { role });
    if (at < 0 && request.path !== '/me') return answerJson(response, 404, {});
    if (role < 0) return answerJson(response, 401, {});
    return role >= at % 3 ? answerJson(response, 200, { at }) : answerJson(response, 403, {});
  });
  await writeFile(join(folder, 'authctl.yaml'), yaml(server.url));
});

afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

function start(...flags: readonly string[]): ChildProcess & { readonly stdout: NodeJS.ReadableStream } {
  const argv = [PROGRAM, 'probe', '--json', '--update', '--matrix', 'found.matrix', ...flags];
  const child = spawn(process.execPath, argv, {
    cwd: folder,
    env: { ...process.env, AUTHCTL_HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return child as ReturnType<typeof start>;
}

async function finished(...flags: readonly string[]) {
  const child = start(...flags);
  const result = JSON.parse(await text(child.stdout), (name, value) =>
    name === 'durationMs' || name === 'attempts' ? 0 : value,
  );
  return { result, matrix: await readFile(join(folder, 'found.matrix'), 'utf8') };
}

/** Whole numbers from 1 to `most`, the same in every run. */
function* seeded(most: number): Generator<number> {
  for (let state = SEED; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield 1 + Math.floor((state / 2 ** 32) * most);
  }
}

test('twenty times it finds what an undisturbed run finds', { timeout: 120_000 }, async () => {
  const undisturbed = await finished('--journal', 'whole.journal');
  expect(undisturbed.result.summary).toMatchObject({ cells: 84, asExpected: 84 });
  const places = seeded(requests);
  let saved = 0;
  const whole = requests;
  for (let run = 0; run < KILLS; run += 1) {
    const journal = `${run}.journal`;
    const { value: place } = places.next();
    requests = 0;
    const child = start('--journal', journal);
    onRequest = () => {
      if (requests === place) child.kill('SIGKILL');
    };
    const [, signal] = await once(child, 'exit');
    onRequest = () => undefined;
    expect({ run, signal }).toEqual({ run, signal: 'SIGKILL' });
    await rm(join(folder, 'found.matrix'), { force: true });
    requests = 0;
    expect({ run, ...(await finished('--resume', journal)) }).toEqual({ run, ...undisturbed });
    saved += whole - requests;
  }
  expect(saved).toBeGreaterThan(0);
});
