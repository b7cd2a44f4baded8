import type { Answer } from './answer.js';
import { captureAll } from './captured.js';
import type { Caller, Controls } from './controls.js';
import { createExchange, type Exchange } from './exchange.js';
import { type Filled, fillRoute } from './fill.js';
import { identityOf } from './model.js';
import type { Plan, PlannedCell } from './plan.js';
import type { Limits, ProbePorts } from './ports.js';
import { judgeStep, saidBy, stepRequest } from './step.js';

/** A cell's request, its object made. */
export interface Made extends Filled {
  readonly kind: 'made';
  readonly captured: Readonly<Record<string, string>>;
}

/** Makes the objects that single cells are about, and removes them. */
export interface ObjectMaker {
  /** The cell's request; where the plan has a `setup` for it, about an object that was just made. */
  before(cell: PlannedCell): Promise<Made | { readonly kind: 'failed'; readonly message: string }>;
  /** Removes what the cell or its setup made, also when the run has been stopped meanwhile. */
  after(cell: PlannedCell, answer: Answer, made: Made): Promise<void>;
  /** What could not be removed. */
  leftovers(): readonly string[];
}

interface Means {
  readonly plan: Plan;
  readonly ports: ProbePorts;
  readonly limits: Limits;
  readonly controls: Controls;
  readonly exchange: Exchange;
  callerNamed(name: string): Caller | undefined;
}

export function madeBy({ plan, ports, limits, controls, exchange, callerNamed }: Means): ObjectMaker {
  const { variables = {} } = plan;
  const lasting = createExchange(
    { ...ports, http: ports.lastingHttp ?? ports.http, signal: new AbortController().signal },
    { ...limits, maxRequests: undefined },
  );
  const failures: string[] = [];

  return {
    async before(cell) {
      const { setup, owner, url, headers, body } = cell;
      if (setup === null) return { kind: 'made', url, headers, body, captured: {} };
      const caller = callerNamed(owner ?? '');
      if (!caller) return { kind: 'failed', message: `'${owner}', who makes its object, takes no part` };
      await controls.renew(caller);
      const request = controls.request(caller, stepRequest(setup, variables));
      const result = judgeStep(setup, await exchange.send(request));
      if (result.kind === 'failed') return result;
      return filledCell(cell, { ...variables, ...result.captured });
    },

    async after(cell, answer, made) {
      const { teardown, subject } = cell;
      if (teardown === null || !leavesSomething(cell, answer)) return;
      const caller = callerNamed(teardown.as ?? cell.owner ?? identityOf(subject));
      if (!caller) return;
      const values = {
        ...variables,
        ...made.captured,
        ...captureAll(teardown.capture, saidBy(answer)).values,
      };
      const request = controls.request(caller, stepRequest(teardown, values));
      const result = judgeStep({ ...teardown, capture: {}, owns: {} }, await lasting.send(request));
      if (result.kind === 'failed') failures.push(result.message);
    },

    leftovers: () => [...new Set(failures)],
  };
}

/** What a DELETE has removed is gone; what nobody made needs no removing. */
function leavesSomething({ setup, effect }: PlannedCell, answer: Answer): boolean {
  if (answer.kind === 'unsent') return false;
  const letThrough = answer.kind === 'reply' && answer.status >= 200 && answer.status < 300;
  return effect === 'delete' ? !letThrough && setup !== null : letThrough || setup !== null;
}

function filledCell(
  cell: PlannedCell,
  variables: Readonly<Record<string, string>>,
): Made | { readonly kind: 'failed'; readonly message: string } {
  const { route, values, request } = cell;
  const filled = fillRoute(route, { values: { ...values, ...variables }, request, variables });
  if ('missing' in filled) return { kind: 'failed', message: `nothing fills ${filled.missing.join(', ')}` };
  return { kind: 'made', ...filled, captured: variables };
}
