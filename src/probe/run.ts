import { confirmAbsences } from './absences.js';
import type { Answer } from './answer.js';
import { AnswerColumns } from './answer-columns.js';
import type { Answered, AnsweredCells } from './answered.js';
import type { Budget } from './budget.js';
import { type Caller, type CallerState, createControls } from './controls.js';
import type { Earlier } from './earlier.js';
import { estimate } from './estimate.js';
import { createExchange, type Stop } from './exchange.js';
import { type Made, madeBy, type ObjectMaker } from './made-objects.js';
import type { Subject } from './model.js';
import { orderCells } from './order.js';
import type { Plan, PlannedCell } from './plan.js';
import { sentOf } from './plan-tally.js';
import type { Limits, ProbePorts } from './ports.js';
import type { Sequence } from './sequence.js';
import { vouchingFor } from './vouching.js';
import { createWatch, type ObservedEffect } from './watch.js';

/** What was answered: everything the verdicts rest on. */
export interface RunRecord {
  /** Undefined where the plan leaves the cell out. */
  readonly answered: AnsweredCells;
  /** Without the subjects that could not log in. */
  readonly callers: ReadonlyMap<Subject, CallerState>;
  readonly stopped: Stop | null;
  /** What could not be cleaned up, in words. */
  readonly leftovers: readonly string[];
}

/** Called whenever a cell is answered. */
export type Progress = (done: number, total: number) => void;

export interface RunOptions {
  readonly limits: Limits;
  readonly budget: Budget;
  readonly progress?: Progress | undefined;
  /** Where what is answered is written down while the run goes on. */
  readonly journal?: RunJournal | undefined;
  /** What an earlier part of this run was answered. */
  readonly earlier?: Earlier | undefined;
}

/** A run as it is written down, for another process to go on where this one was ended. */
export interface RunJournal {
  /** How many answers were written down. */
  readonly cells: number;
  /** Something is about to be sent that may change something. */
  about(index: number): void;
  keep(index: number, answered: Answered, isWrite: boolean): void;
  /** The subject's credentials worked after so many answers. */
  vouch(subject: string, upTo: number): void;
}

/**
 * Sends what the plan says, controls first, last and between, and records what was answered. Judges nothing.
 *
 * Stops early when the signal aborts, the network is lost or the limit of requests is reached; what is missing then is
 * recorded as unsent. Never throws on account of the API.
 */
export async function runPlan(
  plan: Plan,
  ports: ProbePorts,
  { limits, budget, progress = () => undefined, journal, earlier = NOTHING_EARLIER }: RunOptions,
): Promise<RunRecord> {
  const exchange = createExchange(ports, limits, budget);
  const total = sentOf(plan.tally);
  const controls = createControls(plan, exchange, ports, estimate(plan, limits.rate).seconds);
  const answered = new AnswerColumns(plan.cells.length);
  const deleted = [...earlier.deleted];
  const callers = [...controls.callers.values()];
  const callerNamed = (name: string) => callers.find(({ subject }) => subject.name === name);
  const maker: ObjectMaker = madeBy({ plan, ports, limits, controls, exchange, callerNamed });
  let done = 0;

  const watch = createWatch(async ({ subject, url, headers }) => {
    const caller = callerNamed(subject.name);
    if (!caller) return { kind: 'unsent', why: 'credential' };
    return exchange.send(controls.request(caller, { method: 'GET', url, headers }));
  }, earlier.written);

  async function send(caller: Caller, cell: PlannedCell, made: Made): Promise<Answer> {
    await controls.renew(caller);
    const { decide, forbidden, markers, effect, teardown } = cell;
    return exchange.send(
      controls.request(caller, {
        ...{ method: cell.route.method, url: made.url, headers: made.headers, body: made.body },
        ...{ decide, forbidden, markers, safe: effect === 'read', keepsBody: teardown !== null },
      }),
    );
  }

  /** Sends the request of a cell whose object is there, and sees what it did. */
  async function carryOut(cell: PlannedCell, caller: Caller, made: Made): Promise<Answered> {
    const url = made.url === cell.url ? null : made.url;
    const consumed = cell.setup === null && deleted.some((path) => isBelow(cell.url, path));
    if (cell.effect === 'read') {
      return { answer: await send(caller, cell, made), effect: null, consumed, url };
    }
    const { answer, effect } = await watch.around(cell, () => send(caller, cell, made));
    if (cell.effect === 'delete' && mayHaveDeleted(answer, effect)) deleted.push(pathOf(made.url));
    return { answer, effect, consumed, url };
  }

  async function answerTo(index: number, cell: PlannedCell): Promise<Answered> {
    const caller = controls.callers.get(cell.subject);
    if (!caller) return unsent({ kind: 'unsent', why: 'credential' });
    if (isChange(cell)) journal?.about(index);
    const made = await maker.before(cell);
    if (made.kind === 'failed') {
      return unsent({ kind: 'unsent', why: exchange.stopped() ?? 'setup', message: made.message });
    }
    const all = await carryOut(cell, caller, made);
    await maker.after(cell, all.answer, made);
    return all;
  }

  async function ask(index: number): Promise<void> {
    const cell = plan.cells.at(index);
    if (!cell) return;
    note(index, cell, await answerTo(index, cell));
  }

  function note(index: number, cell: PlannedCell, all: Answered): void {
    answered.set(index, all);
    journal?.keep(index, all, isChange(cell));
  }

  /** A write that was taken is not repeated: only what the lapsed credential may have been refused for. */
  function isToRepeat(index: number, { subject }: Caller): boolean {
    const cell = plan.cells.at(index);
    if (cell?.subject !== subject || cell.skip !== null) return false;
    return cell.effect === 'read' || isUnauthenticated(answered.at(index)?.answer);
  }

  async function askLane(lane: readonly number[]): Promise<void> {
    for (const index of lane) {
      const known = earlier.at(index);
      if (known) answered.set(index, known);
      else await ask(index);
      await vouching(known === undefined);
      done += 1;
      progress(done, total);
    }
    await confirmAbsences(lane, { cells: plan.cells, answered, ask: askAgain, note });
  }

  /** A planned read once more, as it was planned. */
  async function askAgain(cell: PlannedCell): Promise<Answer> {
    const caller = controls.callers.get(cell.subject);
    const { url, headers, body } = cell;
    return caller && exchange.stopped() === null
      ? send(caller, cell, { kind: 'made', captured: {}, url, headers, body })
      : { kind: 'unsent', why: 'credential' };
  }

  const vouching = vouchingFor(callers, controls.stillWorks, journal);
  await sideBySide(limits.concurrency, callers, controls.before);
  for (const phase of orderCells(plan.cells)) await sideBySide(limits.concurrency, phase, askLane);
  await sideBySide(limits.concurrency, callers, async (caller) => {
    if (!(await controls.after(caller))) return;
    for (let index = 0; index < plan.cells.length; index += 1) {
      if (isToRepeat(index, caller)) await ask(index);
    }
    // What was mended may have failed again meanwhile.
    await controls.after(caller);
  });
  const leftovers = maker.leftovers();
  return { answered, callers: controls.callers, stopped: exchange.stopped(), leftovers };
}

const NOTHING_EARLIER: Earlier = { at: () => undefined, deleted: [], written: [] };

/** Whether a cell's requests may change something, those that make its object included. */
const isChange = ({ effect, setup }: PlannedCell): boolean => effect !== 'read' || setup !== null;

const unsent = (answer: Answer): Answered => ({ answer, effect: null, consumed: false, url: null });

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

const isBelow = (url: string, path: string): boolean =>
  pathOf(url) === path || pathOf(url).startsWith(`${path}/`);

/** What was not refused may have been done, also where no answer came back. */
const mayHaveDeleted = (answer: Answer, effect: ObservedEffect): boolean =>
  effect === 'changed' ||
  answer.kind === 'silence' ||
  isSuccess(answer) ||
  (answer.kind === 'reply' && answer.status >= 500);

const isSuccess = (answer: Answer): boolean =>
  answer.kind === 'reply' && answer.status >= 200 && answer.status < 300 && answer.body.denies === null;

const isUnauthenticated = (answer: Answer | undefined): boolean =>
  answer?.kind === 'reply' && answer.status === 401;

/** Does the work on every item, so many at a time, in order of their place. */
async function sideBySide<Item>(
  width: number,
  items: Sequence<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const item = items.at(next) as Item;
      next += 1;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
