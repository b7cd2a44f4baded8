/**
 * Ways in which real APIs differ: each is understood by configuration alone, sound or not, and who does not know the setting
 * is told of it.
 */
import { afterEach, describe, test } from 'vitest';
import { type ApiKind, answerAs, configFor, soundMatrix } from '../../support/api-kind.js';
import { apiKinds } from '../../support/api-kinds/all.js';
import { credentialKinds } from '../../support/api-kinds/credentials.js';
import { loginKinds } from '../../support/api-kinds/logins.js';
import { refusalKinds } from '../../support/api-kinds/refusals.js';
import { requestKinds } from '../../support/api-kinds/requests.js';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js';
import { type JsonCell, runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

async function serve(kind: ApiKind, hole: boolean): Promise<void> {
  server = await startLoopbackServer((request, response) => {
    const { status, body = '', headers = {} } = answerAs(kind, hole, request);
    response.writeHead(status, { ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

/** The cells by subject and place: a route of the table has three cells. */
const matrixOf = (cells: readonly JsonCell[]): readonly string[] =>
  cells.map(({ subject, verdict, kind, reason, outcome }, at) => {
    const why = kind ?? reason;
    return `${subject} ${at < 3 ? 'me' : 'users'}: ${verdict}${why === null ? '' : ` ${why}`}, ${outcome}`;
  });

describe.each([
  ['logins', loginKinds],
  ['credentials', credentialKinds],
  ['requests', requestKinds],
  ['refusals', refusalKinds],
] as const)('%s', (_group, rows) => {
  test.for(rows)('$item ($name): a sound API is as expected', async (kind, { expect: expectHere }) => {
    await serve(kind, false);
    const { exit, result, stderr } = await runProbeCommand(configFor(kind, server.url));
    expectHere({ matrix: matrixOf(result.cells), exit, stderr: stderr.replace(/^probing.*\n/, '') }).toEqual({
      matrix: soundMatrix(kind),
      exit: 0,
      stderr: '',
    });
    expectHere(result.findings).toEqual([]);
    expectHere(result.subjects.map(({ name, canary }) => `${name} ${canary}`).slice(1)).toEqual([
      'agus ok',
      'sari ok',
    ]);
  });

  test.for(rows)('$item ($name): a hole is found, and nothing else', async (kind, { expect: expectHere }) => {
    await serve(kind, true);
    const { exit, result } = await runProbeCommand(configFor(kind, server.url));
    expectHere({ matrix: matrixOf(result.cells), exit }).toEqual({
      matrix: soundMatrix(kind).toSpliced(4, 1, 'agus users: allow, violation'),
      exit: 1,
    });
    expectHere(result.findings.map((finding) => finding.class)).toEqual(['privilege-escalation']);
  });
});

const unconfigured = apiKinds.filter(({ without }) => without !== undefined);

test.for(unconfigured)(
  '$item ($name): without the setting nothing is green, and what is said names it',
  async (kind, { expect: expectHere }) => {
    const { says, ...settings } = { says: null, ...kind.without };
    await serve(kind, false);
    const yaml = configFor({ ...kind, ...settings }, server.url);
    const { exit, stdout, stderr } = await runProbeCommand(yaml, { json: false });
    expectHere([1, 3]).toContain(exit);
    expectHere(`${stderr} ${stdout}`.replace(/\s+/g, ' ')).toContain(says);
  },
);
