import type { Step } from '../config/probe-config.js';
import { AuthctlError } from '../errors.js';
import { attachedHeaders, attachedUrl, attachedValues } from './attach.js';
import type { Budget } from './budget.js';
import { createExchange, type Exchange } from './exchange.js';
import { identityOf, type Subject } from './model.js';
import type { Limits, ProbePorts } from './ports.js';
import { promiseOf } from './promise.js';
import { judgeStep, type StepResult, stepRequest } from './step.js';
import { placeholdersIn } from './template.js';

/** What the steps of `setup:` gave a run. */
export interface Prepared {
  /** With what they own now. */
  readonly subjects: readonly Subject[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Where and how steps are sent. */
export interface StepMeans {
  /** Base URL of the API. */
  readonly api: string;
  readonly ports: ProbePorts;
  readonly limits: Limits;
  /** What the run may send in all; what cleans up is not counted. */
  readonly budget: Budget;
}

/** The subjects as if `setup:` had been sent: what they will own is named, so that a plan can be made of it. */
export function withPromises(subjects: readonly Subject[], setup: readonly Step[]): readonly Subject[] {
  return subjects.map((subject) => {
    const kinds = setup
      .filter(({ as }) => as === identityOf(subject))
      .flatMap(({ owns }) => Object.keys(owns));
    const promised = Object.fromEntries(
      kinds.map((kind) => [kind, `{{${promiseOf(kind, identityOf(subject))}}}`]),
    );
    return kinds.length === 0 ? subject : { ...subject, owns: { ...subject.owns, ...promised } };
  });
}

/**
 * Sends the steps of `setup:`, one after the other.
 *
 * @throws {AuthctlError} `ANSWER_UNUSABLE` for the first that fails, after `cleanUp`: what was made is removed.
 */
export async function prepare(
  setup: readonly Step[],
  subjects: readonly Subject[],
  means: StepMeans,
  cleanUp: (prepared: Prepared) => Promise<unknown>,
): Promise<Prepared> {
  const exchange = createExchange(means.ports, means.limits, means.budget);
  let prepared: Prepared = { subjects, variables: {} };
  for (const step of setup) {
    const result = await sendStep(step, prepared, exchange, means);
    if (result.kind === 'failed') {
      await cleanUp(prepared);
      if (means.ports.signal.aborted) throw new AuthctlError('INTERRUPTED', 'interrupted');
      throw new AuthctlError('ANSWER_UNUSABLE', `setup as '${step.as}' failed: ${result.message}`, {
        hint: 'check this step of `setup:` in authctl.yaml; see what was answered with --verbose',
        at: step.at,
      });
    }
    prepared = {
      variables: { ...prepared.variables, ...result.captured },
      subjects: prepared.subjects.map((subject) =>
        identityOf(subject) === step.as
          ? { ...subject, owns: { ...subject.owns, ...result.owned } }
          : subject,
      ),
    };
  }
  return prepared;
}

/**
 * Sends the steps of `teardown:`, whatever became of the run and of each other; also after an interruption.
 *
 * @returns what could not be done, in words.
 */
export async function tearDown(
  teardown: readonly Step[],
  prepared: Prepared,
  means: StepMeans,
): Promise<readonly string[]> {
  const { ports, limits } = means;
  const exchange = createExchange(
    { ...ports, http: ports.lastingHttp ?? ports.http, signal: new AbortController().signal },
    { ...limits, maxRequests: undefined },
  );
  const failures: string[] = [];
  for (const step of teardown.filter((each) => isReady(each, prepared))) {
    const result = await sendStep(step, prepared, exchange, means);
    if (result.kind === 'failed') failures.push(result.message);
  }
  return failures;
}

/** Whether everything that a step names is there: what was never made needs no removing. */
function isReady(step: Step, prepared: Prepared): boolean {
  const values = valuesFor(step, prepared);
  const named = placeholdersIn(JSON.stringify([step.path, step.query, step.headers, step.body, step.form]));
  return named.every((name) => Object.hasOwn(values, name));
}

const senderOf = ({ as }: Step, { subjects }: Prepared): Subject | undefined =>
  subjects.find(({ name }) => name === as);

/** What was captured, and what the sender has from its login. */
const valuesFor = (step: Step, prepared: Prepared): Readonly<Record<string, string>> => ({
  ...attachedValues(senderOf(step, prepared)?.credential),
  ...prepared.variables,
});

async function sendStep(
  step: Step,
  prepared: Prepared,
  exchange: Exchange,
  { api, ports }: StepMeans,
): Promise<StepResult> {
  const sender = senderOf(step, prepared);
  if (step.as !== undefined && step.as !== 'anonymous' && !sender) {
    return { kind: 'failed', message: `'${step.as}' takes no part in this run` };
  }
  if (sender?.unavailable !== undefined) return { kind: 'failed', message: sender.unavailable };
  const { url, headers = {}, ...request } = stepRequest(step, valuesFor(step, prepared));
  const answer = await exchange.send({
    ...request,
    url: attachedUrl(sender?.credential, api, api + url),
    headers,
    markers: [],
    authorize: (target) =>
      attachedHeaders(sender?.credential, api, { method: request.method, url: target }, ports.now()),
    credentialed: sender?.credential !== undefined,
  });
  return judgeStep(step, answer);
}
