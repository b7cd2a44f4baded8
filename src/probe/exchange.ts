import type { Decide } from '../config/probe-config.js';
import type { HttpOutcome } from '../ports/http.js';
import { type Answer, readReply, type Unsent } from './answer.js';
import { type Budget, createBudget } from './budget.js';
import { statusIn } from './decide.js';
import { createHealth } from './health.js';
import { createPace } from './pace.js';
import type { Limits, ProbePorts } from './ports.js';
import { trivialRedirect } from './redirect.js';
import { type Refusals, type Retry, retryOf } from './retry.js';

export interface ProbeRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The headers that make a request to this URL the subject's own; empty where its credential does not go there. */
  readonly authorize: (url: string) => Readonly<Record<string, string>>;
  /** False for a request without credentials, which may go wherever the API redirects it to. */
  readonly credentialed: boolean;
  readonly markers: readonly string[];
  readonly body?: string | null;
  /** False where it may change something. Default: true. */
  readonly safe?: boolean;
  /** How its answer is read. */
  readonly decide?: Decide;
  readonly forbidden?: readonly string[];
  readonly keepsBody?: boolean;
}

/** Why a run ended before its plan did. */
export type Stop = 'interrupted' | 'network' | 'request-limit';

/** The only way a probe sends: paced, retried, counted, and stopped when it should be. */
export interface Exchange {
  /** Never throws. Once stopped, answers `unsent` without sending. */
  send(request: ProbeRequest): Promise<Answer>;
  stopped(): Stop | null;
}

/** The answer that is kept, and how often was asked for it. */
interface Settled {
  readonly outcome: HttpOutcome;
  readonly attempts: number;
}

const HEADERS = { accept: 'application/json, */*;q=0.8', 'user-agent': 'authctl' };

/** A status that the configuration gives a meaning is an answer, and nothing to be asked again. */
function isSettledBy(outcome: HttpOutcome, { decide }: ProbeRequest): boolean {
  if (outcome.kind === 'failure' || decide === undefined) return false;
  const { status } = outcome;
  return [decide.allow, decide.deny, decide.hide].some((patterns) => statusIn(patterns, status));
}

const NEVER_REFUSED: Refusals = { throttled: 0, serverError: 0, network: 0 };

export function createExchange(
  ports: ProbePorts,
  limits: Limits,
  budget: Budget = createBudget(limits.maxRequests),
): Exchange {
  const pace = createPace(limits.rate, (ms) => ports.sleep(ms, ports.signal));
  const health = createHealth();
  let limited = false;

  const stopped = (): Stop | null => {
    if (ports.signal.aborted) return 'interrupted';
    if (health.lost()) return 'network';
    return limited ? 'request-limit' : null;
  };

  /** One request on the wire, once its turn has come; undefined where the run stopped before. */
  async function once(request: ProbeRequest): Promise<HttpOutcome | undefined> {
    await pace.turn();
    if (stopped() !== null) return undefined;
    limited = !budget.take();
    if (limited) return undefined;
    return ports.http.send({
      method: request.method,
      url: request.url,
      headers: { ...HEADERS, ...request.headers, ...request.authorize(request.url) },
      ...(typeof request.body === 'string' ? { body: request.body } : {}),
      timeoutMs: limits.timeoutMs,
      signal: ports.signal,
    });
  }

  async function waitFor({ cause, waitMs }: Retry): Promise<void> {
    if (cause === 'throttled') pace.slowDown(waitMs);
    else await ports.sleep(waitMs, ports.signal);
  }

  /** Sends until there is an answer to keep; where the run stops meanwhile, the last one is kept. */
  async function persist(
    request: ProbeRequest,
    refusals = NEVER_REFUSED,
    last?: Settled,
  ): Promise<Settled | Unsent> {
    const outcome = await once(request);
    if (outcome === undefined) return last ?? { kind: 'unsent', why: stopped() ?? 'interrupted' };
    const settled = { outcome, attempts: (last?.attempts ?? 0) + 1 };
    const retry = isSettledBy(outcome, request)
      ? null
      : retryOf(outcome, refusals, ports.now(), request.safe ?? true);
    if (retry) {
      await waitFor(retry);
      return persist(request, { ...refusals, [retry.cause]: refusals[retry.cause] + 1 }, settled);
    }
    health.count(outcome);
    if (outcome.kind === 'response' && refusals.throttled === 0) pace.recover();
    return settled;
  }

  async function send(request: ProbeRequest, followed: string | null = null, before = 0): Promise<Answer> {
    const settled = await persist(request);
    if ('kind' in settled) return settled;
    const { outcome } = settled;
    const attempts = before + settled.attempts;
    if (outcome.kind === 'failure') {
      return { kind: 'silence', reason: outcome.reason, message: outcome.message, attempts };
    }
    const denyWhen = request.decide?.denyWhen;
    const reply = readReply(outcome, { ...request, denyWhen }, attempts, followed);
    const trivial =
      followed === null && (request.safe ?? true)
        ? trivialRedirect(reply.status, request.url, reply.location)
        : null;
    if (trivial === null || reply.location === null) return reply;
    if (trivial === 'scheme-only' && request.credentialed) return reply;
    return send({ ...request, url: reply.location }, reply.location, attempts);
  }

  return { send: (request) => send(request), stopped };
}
