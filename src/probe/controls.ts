import type { Answer } from './answer.js';
import { attachedHeaders, attachedUrl, attachedValues } from './attach.js';
import {
  type CanaryCandidates,
  type CanaryRequest,
  canaryCandidates,
  canaryKey,
  needsSecondLook,
  showsCredentials,
} from './canary.js';
import type { CanaryState } from './evidence.js';
import type { Exchange, ProbeRequest } from './exchange.js';
import { isAnonymous } from './expectation.js';
import type { ProbeCredential, Subject } from './model.js';
import type { Plan } from './plan.js';
import type { ProbePorts } from './ports.js';
import { fillText } from './template.js';
import { isKnown } from './witness.js';

/** One subject during a run: its credential of the moment and what the controls say of it. */
export interface Caller {
  readonly subject: Subject;
  readonly anonymous: boolean;
  readonly candidates: CanaryCandidates;
  credential: ProbeCredential | undefined;
  canary: CanaryState;
  /** The candidate that worked. */
  canaryRequest: CanaryRequest | undefined;
  /** By method: what a path that cannot exist was answered. */
  readonly unknownRoutes: Map<string, Answer>;
  /** What canaries were answered, one answer a status. */
  canaryAnswers: Answer[];
  loggedInAgain: boolean;
  /** The renewal that is under way, which all requests of the subject wait for. */
  renewal: Promise<void> | undefined;
}

/** Of a caller, what its answers are judged by. */
export type CallerState = Pick<
  Caller,
  'anonymous' | 'canary' | 'unknownRoutes' | 'canaryAnswers' | 'credential'
>;

/** What a request of a subject consists of. */
export interface CallerRequest extends Partial<Omit<ProbeRequest, 'method' | 'url' | 'authorize'>> {
  readonly method: string;
  /** Below the API's base URL. */
  readonly url: string;
}

/** The controls of a run: they show what an answer can mean before any answer is judged. */
export interface Controls {
  readonly callers: ReadonlyMap<Subject, Caller>;
  request(caller: Caller, request: CallerRequest): ProbeRequest;
  /** Makes sure that the credential lasts a while longer, as far as that can be had. */
  renew(caller: Caller): Promise<void>;
  /** Canary and unknown route of a subject, with one more login where its credentials do not work. */
  before(caller: Caller): Promise<void>;
  /** Whether nothing speaks against the credentials at this moment; asks the canary where there is one. */
  stillWorks(caller: Caller): Promise<boolean>;
  /** The canary again. True where its credentials failed meanwhile and a new login mended that. */
  after(caller: Caller): Promise<boolean>;
}

/** A credential that ends within so many seconds is renewed before it is used. */
const LEAST_LIFETIME = 10;

/** @param lasting - seconds that the run will take, as far as that can be told. */
export function createControls(plan: Plan, exchange: Exchange, ports: ProbePorts, lasting = 0): Controls {
  const anonymousAnswers = new Map<string, Promise<readonly Answer[]>>();
  const methods = plan.tally.readMethods;
  const nobody = newCaller({ name: 'anonymous', role: 'anonymous', credential: undefined, owns: {} });

  const request: Controls['request'] = (caller, { method, url, headers = {}, body = null, ...rest }) => {
    const values = attachedValues(caller.credential);
    return {
      markers: [],
      ...rest,
      method,
      url: attachedUrl(caller.credential, plan.api, plan.api + url),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, fillText(value, values)]),
      ),
      body: body === null ? null : fillText(body, values),
      authorize: (target) =>
        attachedHeaders(caller.credential, plan.api, { method, url: target }, ports.now()),
      credentialed: caller.credential !== undefined,
    };
  };

  const canaryOf = (caller: Caller, canary: CanaryRequest): ProbeRequest =>
    request(caller, { ...canary, ...(plan.decide ? { decide: plan.decide } : {}) });

  /** What callers without credentials get, asked once a request for the whole run. */
  function askedByNobody(canary: CanaryRequest): Promise<readonly Answer[]> {
    const known = anonymousAnswers.get(canaryKey(canary));
    if (known) return known;
    const asked = (async () => {
      const first = await exchange.send(canaryOf(nobody, canary));
      if (!needsSecondLook(first)) return [first];
      return [first, await exchange.send(canaryOf(nobody, canary))];
    })();
    anonymousAnswers.set(canaryKey(canary), asked);
    return asked;
  }

  async function works(caller: Caller, canary: CanaryRequest): Promise<boolean> {
    const answer = await exchange.send(canaryOf(caller, canary));
    if (!caller.canaryAnswers.some((known) => statusOf(known) === statusOf(answer))) {
      caller.canaryAnswers.push(answer);
    }
    const others = caller.anonymous ? [] : await askedByNobody(canary);
    return showsCredentials(answer, caller.unknownRoutes.get('GET') ?? null, others);
  }

  async function tryCanaries(caller: Caller): Promise<void> {
    for (const candidate of caller.candidates.requests) {
      if (!(await works(caller, candidate))) continue;
      caller.canary = 'ok';
      caller.canaryRequest = candidate;
      return;
    }
    const { meant, requests } = caller.candidates;
    caller.canary = meant && requests.length > 0 && exchange.stopped() === null ? 'failed' : 'none';
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

  async function renewFor(caller: Caller, seconds: number): Promise<void> {
    const expiresAt = caller.credential?.expiresAt;
    if (expiresAt === undefined || expiresAt > ports.now() + seconds || exchange.stopped() !== null) return;
    const credential = await ports.relogin({ ...caller.subject, credential: caller.credential });
    // One that lasts no longer would be renewed for ever.
    if (credential !== undefined && (credential.expiresAt ?? Number.POSITIVE_INFINITY) > expiresAt) {
      caller.credential = credential;
    }
  }

  async function renew(caller: Caller): Promise<void> {
    caller.renewal ??= renewFor(caller, LEAST_LIFETIME).finally(() => {
      caller.renewal = undefined;
    });
    return caller.renewal;
  }

  async function before(caller: Caller): Promise<void> {
    await renewFor(caller, Math.max(LEAST_LIFETIME, lasting));
    await askForNothing(caller);
    await tryCanaries(caller);
    if (caller.canary !== 'ok' && (await logInAgain(caller))) await tryCanaries(caller);
  }

  /** A path that cannot exist, with each method; again where that was not answered before. */
  async function askForNothing(caller: Caller): Promise<void> {
    for (const method of new Set(['GET', ...methods])) {
      if (isKnown(caller.unknownRoutes.get(method))) continue;
      const url = `/authctl-${ports.randomId()}`;
      const unknown = request(caller, { method, url, ...(plan.decide ? { decide: plan.decide } : {}) });
      caller.unknownRoutes.set(method, await exchange.send(unknown));
    }
  }

  async function after(caller: Caller): Promise<boolean> {
    if (exchange.stopped() === null) await askForNothing(caller);
    const canary = caller.canaryRequest;
    if (canary === undefined || exchange.stopped() !== null) return false;
    if (await works(caller, canary)) return false;
    if (exchange.stopped() !== null) return false;
    caller.canary = 'failed';
    if (!(await logInAgain(caller)) || !(await works(caller, canary))) return false;
    caller.canary = 'ok';
    return true;
  }

  const present = plan.subjects.filter(({ unavailable }) => unavailable === undefined);
  const candidates = canaryCandidates(present, plan.cells);
  const callers = new Map(present.map((subject) => [subject, newCaller(subject, candidates.get(subject))]));
  async function stillWorks(caller: Caller): Promise<boolean> {
    if (caller.anonymous || caller.canary === 'none') return true;
    return caller.canaryRequest !== undefined && (await works(caller, caller.canaryRequest));
  }

  return { callers, request, renew, before, stillWorks, after };
}

const statusOf = (answer: Answer): number | null => (answer.kind === 'reply' ? answer.status : null);

function newCaller(subject: Subject, candidates: CanaryCandidates = { requests: [], meant: false }): Caller {
  return {
    subject,
    anonymous: isAnonymous(subject),
    candidates,
    credential: subject.credential,
    canary: 'none',
    canaryRequest: undefined,
    unknownRoutes: new Map(),
    canaryAnswers: [],
    loggedInAgain: false,
    renewal: undefined,
  };
}
