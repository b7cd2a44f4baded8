import { AuthctlError } from '../../errors.js';
import type { AnsweredCells } from '../answered.js';
import type { CallerState } from '../controls.js';
import { isAnonymous } from '../expectation.js';
import type { Subject } from '../model.js';
import { type Plan, planProbe } from '../plan.js';
import type { PlanTally } from '../plan-tally.js';
import { plannedCells } from '../planned-cells.js';
import type { Check } from '../result.js';
import type { RunRecord } from '../run.js';
import { sequenceOf } from '../sequence.js';
import type { CallerLine, JournalHead } from './journal-line.js';
import { planDifference } from './journal-plan.js';
import { type Journal, questionOfShard, questionWith } from './read-journal.js';
import { shardName, shardOf } from './shard.js';

/** A run as its journals tell it: what was asked, what was answered, and how that is to be judged. */
export interface JoinedRun {
  readonly plan: Plan;
  readonly record: RunRecord;
  readonly checks: readonly Check[];
  readonly judged: JournalHead['judged'];
}

/**
 * Puts the shards of one run together, as if one process had asked everything.
 *
 * @throws {AuthctlError} `CONFIG_INVALID`, naming the file, for a shard that is missing, there twice, not finished, or of
 * another run.
 */
export function joinJournals(journals: readonly Journal[]): JoinedRun {
  const [first] = journals;
  if (!first) throw new AuthctlError('USAGE', 'there is no journal to merge');
  const parts = inOrder(journals, first).map(partOf);
  const plan = joinedPlan(first, parts);
  const ofIndex = placesOf(plan, parts);
  const answered: AnsweredCells = sequenceOf(plan.cells.length, (index) => {
    const { part, start, whole } = ofIndex(index);
    return part.journal.answered.at(start + index - whole);
  });
  return {
    plan,
    judged: first.judged,
    checks: parts.flatMap(({ journal }) => journal.checks),
    record: {
      answered,
      callers: new Map(parts.flatMap(({ callers }) => [...callers])),
      stopped: null,
      leftovers: parts.flatMap(({ journal }) => journal.end?.leftovers ?? []),
    },
  };
}

/** @throws {AuthctlError} `CONFIG_INVALID` */
function inOrder(journals: readonly Journal[], first: Journal): readonly Journal[] {
  const count = first.shard?.count ?? 1;
  const found = new Map<number, Journal>();
  for (const journal of journals) {
    refuseForeign(journal, first);
    const shard = journal.shard ?? { index: 1, count: 1 };
    const before = found.get(shard.index);
    if (before) {
      throw refusal(
        `shard ${shardName(shard)} is there twice: ${before.file} and ${journal.file}`,
        'leave one out',
      );
    }
    if (journal.end?.stopped !== null) {
      const what = journal.shard ? `shard ${shardName(journal.shard)} (${journal.file})` : journal.file;
      throw refusal(`${what} is not finished`, `go on with \`authctl probe --resume ${journal.file}\``);
    }
    found.set(shard.index, journal);
  }
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !found.has(index));
  if (missing.length > 0) {
    const names = missing.map((index) => `${index}/${count}`).join(', ');
    throw refusal(
      `${missing.length === 1 ? 'shard' : 'shards'} ${names} ${missing.length === 1 ? 'is' : 'are'} missing`,
      'name the journals of all shards',
    );
  }
  return [...found].toSorted(([one], [other]) => one - other).map(([, journal]) => journal);
}

function refuseForeign(journal: Journal, first: Journal): void {
  const [difference, ...more] = planDifference(first.planLines, journal.planLines);
  if (difference !== undefined) {
    const rest = more.length === 0 ? '' : `, and ${more.length} more`;
    throw refusal(
      `${journal.file} is of another run than ${first.file}: ${difference}${rest}`,
      'name the shards of one run',
    );
  }
  if ((journal.shard?.count ?? 1) !== (first.shard?.count ?? 1)) {
    const said = ({ file, shard }: Journal) => `${file} is ${shard ? shardName(shard) : 'a whole run'}`;
    throw refusal(`${said(first)}, ${said(journal)}`, 'name the shards of one run');
  }
}

const refusal = (message: string, hint: string): AuthctlError =>
  new AuthctlError('CONFIG_INVALID', message, { hint });

interface Part {
  readonly journal: Journal;
  readonly plan: Plan;
  readonly callers: ReadonlyMap<Subject, CallerState>;
}

function partOf(journal: Journal): Part {
  const made = questionWith(journal.question, journal.made);
  const subjects = made.subjects.map((subject) => subjectAs(subject, journal.callers.get(subject.name)));
  const plan = planProbe(questionOfShard({ ...made, subjects }, journal.shard));
  const callers = new Map(
    subjects.flatMap((subject): [Subject, CallerState][] => {
      const line = journal.callers.get(subject.name);
      return line && subject.unavailable === undefined ? [[subject, stateOf(subject, line)]] : [];
    }),
  );
  return { journal, plan, callers };
}

function subjectAs(subject: Subject, line: CallerLine | undefined): Subject {
  if (!line) return subject;
  const { credential, unavailable } = line;
  return {
    ...subject,
    credential: credential ?? undefined,
    ...(unavailable === null ? {} : { unavailable }),
  };
}

const stateOf = (subject: Subject, { canary, unknownRoutes, canaryAnswers }: CallerLine): CallerState => ({
  anonymous: isAnonymous(subject),
  canary,
  unknownRoutes: new Map(Object.entries(unknownRoutes)),
  canaryAnswers: [...canaryAnswers],
  credential: subject.credential,
});

/** Routes in the order of the whole run, each with the cells that its shard planned for it. */
function joinedPlan({ question }: Journal, parts: readonly Part[]): Plan {
  const next = parts.map(() => 0);
  const cellsOf = question.routes.map((route) => {
    const at = parts.length === 1 ? 0 : shardOf(route, parts.length) - 1;
    const part = parts[at] as Part;
    const own = part.plan.routes[next[at] ?? 0] ?? route;
    next[at] = (next[at] ?? 0) + 1;
    return () => part.plan.cells.ofRoute(own).cells;
  });
  const sizes = cellsOf.map((cells) => cells().length);
  return {
    ...question,
    subjects: parts[0]?.plan.subjects ?? [],
    tally: parts.map(({ plan }) => plan.tally).reduce(sumOf),
    cells: plannedCells(question.routes, sizes, (place) => cellsOf[place]?.() ?? []),
  };
}

const sumOf = (one: PlanTally, other: PlanTally): PlanTally => ({
  sent: {
    read: one.sent.read + other.sent.read,
    write: one.sent.write + other.sent.write,
    delete: one.sent.delete + other.sent.delete,
  },
  skipped: new Map(
    [...one.skipped.keys(), ...other.skipped.keys()].map((reason) => [
      reason,
      (one.skipped.get(reason) ?? 0) + (other.skipped.get(reason) ?? 0),
    ]),
  ),
  readMethods: new Set([...one.readMethods, ...other.readMethods]),
  expects: one.expects || other.expects,
});

interface Place {
  readonly part: Part;
  /** Index of the route's first cell in its shard. */
  readonly start: number;
  /** The same in the whole run. */
  readonly whole: number;
}

/** Where the answer to a cell of the whole run stands. */
function placesOf(plan: Plan, parts: readonly Part[]): (index: number) => Place {
  const starts = parts.map(() => 0);
  const places: Place[] = [];
  const wholes: number[] = [];
  let whole = 0;
  for (const route of plan.routes) {
    const at = parts.length === 1 ? 0 : shardOf(route, parts.length) - 1;
    const { length } = plan.cells.ofRoute(route).cells;
    places.push({ part: parts[at] as Part, start: starts[at] ?? 0, whole });
    wholes.push(whole);
    starts[at] = (starts[at] ?? 0) + length;
    whole += length;
  }
  let last = 0;
  return (index) => {
    const isIn = (at: number) =>
      (wholes[at] ?? Number.POSITIVE_INFINITY) <= index && index < (wholes[at + 1] ?? plan.cells.length);
    if (!isIn(last)) last = isIn(last + 1) ? last + 1 : wholes.findLastIndex((start) => start <= index);
    return places[last] as Place;
  };
}
