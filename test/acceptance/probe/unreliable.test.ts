/** A server that drops, delays, resets, throttles and restarts: nothing is said without the evidence. */
import { afterEach, test } from 'vitest';
import { answerAs, configFor, usualApi } from '../../support/api-kind.js';
import {
  type LoopbackServer,
  type ReceivedRequest,
  startLoopbackServer,
} from '../../support/loopback-server.js';
import { runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

type Response = Parameters<Parameters<typeof startLoopbackServer>[0]>[1];

const faults: Readonly<Record<string, (response: Response) => void>> = {
  drop: (response) => void response.socket?.destroy(),
  reset: (response) => void response.socket?.resetAndDestroy(),
  halve: (response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"id":');
    setImmediate(() => response.socket?.destroy());
  },
  delay: () => undefined,
  throttle: (response) => void response.writeHead(429, { 'retry-after': '1' }).end(),
  restart: (response) => void response.writeHead(503).end(),
  gateway: (response) => void response.writeHead(502).end('<html>bad gateway</html>'),
};

const truth: Readonly<Record<string, string>> = {
  'anonymous /me': 'deny',
  'agus /me': 'allow',
  'sari /me': 'allow',
  'anonymous /users': 'deny',
  'agus /users': 'deny',
  'sari /users': 'allow',
};

/** Answers soundly but for the requests that `isFaulty` picks, counting from 0. */
async function probed(fault: string, isFaulty: (at: number, request: ReceivedRequest) => boolean) {
  let at = -1;
  server = await startLoopbackServer((request, response) => {
    if (request.path !== '/login') at += 1;
    if (request.path !== '/login' && isFaulty(at, request)) return faults[fault]?.(response);
    const { status, body, headers = {} } = answerAs(usualApi, false, request);
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  return runProbeCommand(configFor(usualApi, server.url), {
    flags: ['--timeout', '0.15', '--concurrency', '2'],
  });
}

const names = Object.keys(faults);

test.for(names)('%s now and then: what is settled is the truth', async (fault, { expect: expectHere }) => {
  const { exit, result } = await probed(fault, (at) => at % 5 === 3);
  for (const { subject, path, verdict } of result.cells) {
    expectHere([truth[`${subject} ${path}`], 'inconclusive']).toContain(verdict);
  }
  const open = result.cells.filter(({ verdict }) => verdict === 'inconclusive').length;
  expectHere({ findings: result.findings, exit }).toEqual({
    findings: [],
    exit: open === 0 && result.complete ? 0 : 3,
  });
});

test.for(names)(
  '%s for one subject on one route: that cell is open, and the run is not green',
  async (fault, { expect: expectHere }) => {
    const { exit, result } = await probed(
      fault,
      (_, { path, headers }) => path === '/users' && headers.authorization?.includes('agus') === true,
    );
    const cell = result.cells.find(({ subject, path }) => subject === 'agus' && path === '/users');
    expectHere(cell?.verdict).toBe('inconclusive');
    expectHere(exit).toBe(3);
  },
);

test.for(names)(
  '%s from the middle on: nothing is denied or allowed that was not answered',
  async (fault, { expect: expectHere }) => {
    const { exit, result } = await probed(fault, (at) => at > 9);
    for (const { subject, path, verdict, status } of result.cells) {
      if (verdict === 'allow') expectHere(status).toBe(200);
      if (verdict === 'deny') expectHere([401, 403]).toContain(status);
      expectHere([truth[`${subject} ${path}`], 'inconclusive']).toContain(verdict);
    }
    expectHere(exit).toBe(3);
  },
);
