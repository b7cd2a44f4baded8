import { createHttp } from '../../src/adapters/http-undici.js';
import type { Route, RoutePolicy, Subject } from '../../src/probe/model.js';
import { planProbe } from '../../src/probe/plan.js';
import type { Limits, ProbePorts } from '../../src/probe/ports.js';
import { probe } from '../../src/probe/probe.js';
import type { ProbeResult } from '../../src/probe/result.js';
import { routeKey } from '../../src/probe/route-key.js';
import {
  type Answer,
  answerJson,
  type LoopbackServer,
  type ReceivedRequest,
  startLoopbackServer,
} from './loopback-server.js';

/** Who asks: the role that the token names, if it is one of the API's own. */
export type Caller = 'reader' | 'admin' | undefined;

/** Answers one route to whoever asks. */
export type Handler = (response: Parameters<Answer>[1], caller: Caller, request: ReceivedRequest) => void;

const ROLES = ['reader', 'admin'] as const;

export const agus: Subject = {
  name: 'agus',
  role: 'reader',
  credential: { kind: 'bearer', accessToken: 'reader-token' },
  owns: {},
};
export const sari: Subject = {
  name: 'sari',
  role: 'admin',
  credential: { kind: 'bearer', accessToken: 'admin-token' },
  owns: {},
};
export const anonymous: Subject = { name: 'anonymous', role: 'anonymous', credential: undefined, owns: {} };

export const deny = (response: Parameters<Answer>[1], caller: Caller) =>
  caller
    ? answerJson(response, 403, { error: 'forbidden' })
    : answerJson(response, 401, { error: 'who are you' }, { 'www-authenticate': 'Bearer' });

/** Admins only, and sound. */
export const guarded: Handler = (response, caller) =>
  caller === 'admin' ? answerJson(response, 200, [{ id: 1, secret: 'for admins' }]) : deny(response, caller);

/**
 * An API on a loopback socket: `GET /me` for everybody with a token, `GET` of each of the handlers' paths, 404 for the
 * rest.
 */
export async function startProbedApi(handlers: Readonly<Record<string, Handler>>): Promise<LoopbackServer> {
  const everything: Readonly<Record<string, Handler>> = {
    '/me': (response, caller) =>
      caller ? answerJson(response, 200, { role: caller }) : deny(response, caller),
    ...handlers,
  };
  return startLoopbackServer((request, response) => {
    const path = request.path.split('?')[0] ?? '';
    const caller = ROLES.find((role) => request.headers.authorization === `Bearer ${role}-token`);
    const handler = everything[path] ?? everything['*'];
    if (handler) handler(response, caller, request);
    else answerJson(response, 404, { error: 'not found' });
  });
}

export interface Probing {
  readonly subjects?: readonly Subject[];
  /** Role names that may, by path; other paths are for admins. */
  readonly allow?: Readonly<Record<string, readonly string[] | 'any'>>;
  readonly limits?: Partial<Limits>;
  readonly issuers?: readonly string[];
  readonly ports?: Partial<ProbePorts>;
}

/** Probes paths of an API over real sockets; waiting takes no time. */
export async function probeApi(
  api: string,
  paths: readonly string[],
  { subjects = [anonymous, agus, sari], allow = {}, limits, issuers = [], ports }: Probing = {},
): Promise<ProbeResult> {
  const routes = ['/me', ...paths].map(
    (path): Route => ({
      method: 'GET',
      path,
      parameters: [],
      declared: { kind: 'secured', roles: null },
      source: 'openapi.json:1',
    }),
  );
  const rolesOf = (path: string) => allow[path] ?? (path === '/me' ? ['reader', 'admin'] : ['admin']);
  const policies = new Map(
    routes.map(({ method, path }): [string, RoutePolicy] => {
      const roles = rolesOf(path);
      return [
        routeKey(method, path),
        { allow: roles === 'any' ? 'any' : roles.map((role) => ({ role })), params: {} },
      ];
    }),
  );
  const signal = ports?.signal ?? new AbortController().signal;
  return probe(
    planProbe({ api, routes, subjects, policies, undescribed: new Set() }),
    {
      http: createHttp(signal),
      sleep: async () => undefined,
      randomId: () => 'a-path-nobody-has',
      now: () => 1_767_225_600,
      signal,
      relogin: async () => undefined,
      ...ports,
    },
    {
      limits: { concurrency: 8, rate: undefined, maxRequests: undefined, timeoutMs: 10_000, ...limits },
      issuers,
    },
  );
}
