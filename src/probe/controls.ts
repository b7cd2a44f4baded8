import { credentialHeaders } from '../session/authorize.js';
import type { Credential } from '../session/session.js';
import type { Answer } from './answer.js';
import { type CanaryCandidates, canaryCandidates, needsSecondLook, showsCredentials } from './canary.js';
import type { CanaryState } from './evidence.js';
import type { Exchange, ProbeRequest } from './exchange.js';
import { isAnonymous } from './expectation.js';
import type { Subject } from './model.js';
import type { Plan } from './plan.js';
import type { ProbePorts } from './ports.js';

/** One subject during a run: its credential of the moment and what the controls say of it. */
export interface Caller {
  readonly subject: Subject;
  readonly anonymous: boolean;
  readonly candidates: CanaryCandidates;
  credential: Credential | undefined;
  canary: CanaryState;
  /** The candidate that worked. */
  canaryUrl: string | undefined;
  /** By method: what a path that cannot exist was answered. */
  readonly unknownRoutes: Map<string, Answer>;
  /** What the canary was answered last. */
  canaryAnswers: Answer[];
  loggedInAgain: boolean;
}

/** The controls of a run: they show what an answer can mean before any answer is judged. */
export interface Controls {
  readonly callers: ReadonlyMap<Subject, Caller>;
  request(
    caller: Caller,
    cell: { method: string; url: string; headers?: Readonly<Record<string, string>> },
  ): ProbeRequest;
  /** Canary and unknown route of a subject, with one more login where its credentials do not work. */
  before(caller: Caller): Promise<void>;
  /** The canary again. True where its credentials failed meanwhile and a new login mended that. */
  after(caller: Caller): Promise<boolean>;
}

export function createControls(plan: Plan, exchange: Exchange, ports: ProbePorts): Controls {
  const anonymousAnswers = new Map<string, Promise<readonly Answer[]>>();
  const methods = [...new Set(plan.cells.filter(({ skip }) => !skip).map(({ route }) => route.method))];
  const nobody: Caller = newCaller(
    { name: 'anonymous', role: 'anonymous', credential: undefined, owns: {} },
    plan,
  );

  const request: Controls['request'] = ({ credential }, { method, url, headers = {} }) => ({
    method,
    url: plan.api + url,
    headers,
    authorize: (target) =>
      credential ? credentialHeaders({ credential, server: plan.api }, target, ports.now(), { method }) : {},
    credentialed: credential !== undefined,
    markers: [],
  });

  /** What callers without credentials get, asked once a path for the whole run. */
  function askedByNobody(url: string): Promise<readonly Answer[]> {
    const known = anonymousAnswers.get(url);
    if (known) return known;
    const asked = (async () => {
      const first = await exchange.send(request(nobody, { method: 'GET', url }));
      if (!needsSecondLook(first)) return [first];
      return [first, await exchange.send(request(nobody, { method: 'GET', url }))];
    })();
    anonymousAnswers.set(url, asked);
    return asked;
  }

  async function works(caller: Caller, url: string): Promise<boolean> {
    const answer = await exchange.send(request(caller, { method: 'GET', url }));
    caller.canaryAnswers.push(answer);
    const others = caller.anonymous ? [] : await askedByNobody(url);
    return showsCredentials(answer, caller.unknownRoutes.get('GET') ?? null, others);
  }

  async function tryCanaries(caller: Caller): Promise<void> {
    for (const url of caller.candidates.urls) {
      if (!(await works(caller, url))) continue;
      caller.canary = 'ok';
      caller.canaryUrl = url;
      return;
    }
    const { meant, urls } = caller.candidates;
    caller.canary = meant && urls.length > 0 && exchange.stopped() === null ? 'failed' : 'none';
  }

  /** Whether a login that had not been tried yet gave new credentials. */
  async function logInAgain(caller: Caller): Promise<boolean> {
    if (caller.anonymous || caller.loggedInAgain || exchange.stopped() !== null) return false;
    caller.loggedInAgain = true;
    const credential = await ports.relogin({ ...caller.subject, credential: caller.credential });
    if (credential === undefined) return false;
    caller.credential = credential;
    return true;
  }

  async function before(caller: Caller): Promise<void> {
    for (const method of new Set(['GET', ...methods])) {
      const url = `/authctl-${ports.randomId()}`;
      caller.unknownRoutes.set(method, await exchange.send(request(caller, { method, url })));
    }
    await tryCanaries(caller);
    if (caller.canary !== 'ok' && (await logInAgain(caller))) await tryCanaries(caller);
  }

  async function after(caller: Caller): Promise<boolean> {
    const url = caller.canaryUrl;
    if (url === undefined || exchange.stopped() !== null) return false;
    if (await works(caller, url)) return false;
    if (exchange.stopped() !== null) return false;
    caller.canary = 'failed';
    if (!(await logInAgain(caller)) || !(await works(caller, url))) return false;
    caller.canary = 'ok';
    return true;
  }

  const callers = new Map(
    plan.subjects
      .filter(({ unavailable }) => unavailable === undefined)
      .map((subject) => [subject, newCaller(subject, plan)]),
  );
  return { callers, request, before, after };
}

function newCaller(subject: Subject, plan: Plan): Caller {
  return {
    subject,
    anonymous: isAnonymous(subject),
    candidates: canaryCandidates(subject, plan.cells),
    credential: subject.credential,
    canary: 'none',
    canaryUrl: undefined,
    unknownRoutes: new Map(),
    canaryAnswers: [],
    loggedInAgain: false,
  };
}
