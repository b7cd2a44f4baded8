import type { Answer } from './answer.js';
import { type Caller, createControls } from './controls.js';
import { createExchange, type Stop } from './exchange.js';
import type { Subject } from './model.js';
import { orderCells } from './order.js';
import type { Plan } from './plan.js';
import type { Limits, ProbePorts } from './ports.js';

/** What was answered: everything the verdicts rest on. */
export interface RunRecord {
  /** By index into the plan's cells; undefined where the plan leaves the cell out. */
  readonly answers: readonly (Answer | undefined)[];
  /** Without the subjects that could not log in. */
  readonly callers: ReadonlyMap<Subject, Caller>;
  readonly stopped: Stop | null;
}

/** Called whenever a cell is answered. */
export type Progress = (done: number, total: number) => void;

/**
 * Sends what the plan says, controls first, last and between, and records what was answered. Judges nothing.
 *
 * Stops early when the signal aborts, the network is lost or the limit of requests is reached; what is missing then is
 * recorded as unsent. Never throws on account of the API.
 */
export async function runPlan(
  plan: Plan,
  ports: ProbePorts,
  limits: Limits,
  progress: Progress,
): Promise<RunRecord> {
  const exchange = createExchange(ports, limits);
  const controls = createControls(plan, exchange, ports);
  const answers: (Answer | undefined)[] = plan.cells.map(() => undefined);
  const callers = [...controls.callers.values()];
  const total = plan.cells.filter(({ skip }) => skip === null).length;
  let done = 0;

  async function ask(index: number): Promise<void> {
    const cell = plan.cells[index];
    if (!cell) return;
    const caller = controls.callers.get(cell.subject);
    const { route, url, headers } = cell;
    answers[index] = caller
      ? await exchange.send(controls.request(caller, { method: route.method, url, headers }))
      : { kind: 'unsent', why: 'credential' };
  }

  async function askLane(lane: readonly number[]): Promise<void> {
    for (const index of lane) {
      await ask(index);
      done += 1;
      progress(done, total);
    }
  }

  await sideBySide(limits.concurrency, callers, controls.before);
  await sideBySide(limits.concurrency, orderCells(plan.cells), askLane);
  await sideBySide(limits.concurrency, callers, async (caller) => {
    if (!(await controls.after(caller))) return;
    for (const [index, cell] of plan.cells.entries()) {
      if (cell.subject === caller.subject && cell.skip === null) await ask(index);
    }
  });
  return { answers, callers: controls.callers, stopped: exchange.stopped() };
}

/** Does the work on every item, so many at a time, in order of their place. */
async function sideBySide<Item>(
  width: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const item = items[next] as Item;
      next += 1;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
