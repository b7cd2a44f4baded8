import type { Http } from '../../../src/ports/http.js';
import type { Declared, Parameter, Route, RoutePolicy, Subject } from '../../../src/probe/model.js';
import { type Plan, type PlannedCell, planProbe, type Question } from '../../../src/probe/plan.js';
import type { Limits, ProbePorts } from '../../../src/probe/ports.js';
import { routeKey } from '../../../src/probe/route-key.js';
import { effectOf } from '../../../src/probe/route-policy.js';

export const API = 'http://127.0.0.1:4455';

export const limits: Limits = { concurrency: 8, rate: undefined, maxRequests: undefined, timeoutMs: 1_000 };

export const anonymous: Subject = { name: 'anonymous', role: 'anonymous', credential: undefined, owns: {} };

/** A subject whose token is `<name>-token`. */
export const subject = (name: string, role: string, more: Partial<Subject> = {}): Subject => ({
  name,
  role,
  credential: { kind: 'bearer', accessToken: `${name}-token` },
  owns: {},
  ...more,
});

export const agus = subject('agus', 'reader', { owns: { articles: '2' } });
export const william = subject('william', 'editor', { owns: { articles: '1' } });
export const sari = subject('sari', 'admin', { owns: { articles: '3' } });

export const guarded = (...roles: string[]): Declared => ({
  kind: 'secured',
  roles: roles.length === 0 ? null : roles.map((role) => ({ role })),
});

/** `route('GET /articles/{id}')`; parameters are required path parameters unless told otherwise. */
export function route(name: string, declared: Declared = { kind: 'unknown' }, examples = {}): Route {
  const [method = '', path = ''] = name.split(' ');
  const given: Readonly<Record<string, string>> = examples;
  const parameters = [...path.matchAll(/\{(.+?)\}/g)].map(
    ([, parameter = '']): Parameter => ({
      name: parameter,
      in: 'path',
      required: true,
      example: given[parameter],
    }),
  );
  return { method, path, parameters, declared, source: 'openapi.json:1' };
}

export function policiesOf(
  policies: Readonly<Record<string, Partial<RoutePolicy>>>,
): ReadonlyMap<string, RoutePolicy> {
  return new Map(
    Object.entries(policies).map(([name, policy]) => {
      const [method = '', path = ''] = name.split(' ');
      return [routeKey(method, path), { allow: [], params: {}, ...policy }];
    }),
  );
}

export function planOf(
  routes: readonly Route[],
  subjects: readonly Subject[],
  policies: Readonly<Record<string, Partial<RoutePolicy>>> = {},
  more: Partial<Question> = {},
): Plan {
  return planProbe({
    ...{ api: API, routes, subjects, policies: policiesOf(policies), undescribed: new Set() },
    ...more,
  });
}

/** A planned cell of one route, sent as it stands. */
export const plannedCell = (name: string, more: Partial<PlannedCell> = {}): PlannedCell => {
  const planned = route(name);
  return {
    route: planned,
    subject: agus,
    relation: null,
    url: planned.path,
    headers: {},
    body: null,
    effect: effectOf(planned, undefined),
    expected: null,
    skip: null,
    decide: {},
    markers: [],
    forbidden: [],
    mismatched: false,
    privileged: null,
    values: {},
    request: {},
    owner: undefined,
    setup: null,
    teardown: null,
    reader: null,
    ...more,
  };
};

export interface TestPorts extends ProbePorts {
  /** What was waited for, in milliseconds. */
  readonly slept: number[];
}

/** Ports whose time passes at once, and whose random paths are `authctl-random`. */
export function testPorts(http: Http, more: Partial<ProbePorts> = {}): TestPorts {
  const slept: number[] = [];
  return {
    http,
    slept,
    sleep: async (ms) => void slept.push(ms),
    randomId: () => 'random',
    now: () => 1_767_225_600,
    signal: new AbortController().signal,
    relogin: async () => undefined,
    ...more,
  };
}
