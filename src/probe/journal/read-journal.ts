import { AuthctlError } from '../../errors.js';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../token/json.js';
import { AnswerColumns } from '../answer-columns.js';
import type { Answered } from '../answered.js';
import type { EndedRun } from '../earlier.js';
import { type Plan, planProbe, type Question } from '../plan.js';
import type { Prepared } from '../prepare.js';
import type { Check } from '../result.js';
import type { RunRecord } from '../run.js';
import { answeredProblem } from './answered-problem.js';
import { type CallerLine, JOURNAL_FORM, type JournalHead, type MadeLine } from './journal-line.js';
import { type JudgedBy, type PlanLine, planDigest, questionIn } from './journal-plan.js';
import { type Shard, shardOf } from './shard.js';
import { textLines } from './text-lines.js';

/** A run as far as its journal tells. */
export interface Journal extends EndedRun {
  /** As the user knows it. */
  readonly file: string;
  readonly shard: Shard | null;
  readonly planLines: readonly PlanLine[];
  readonly judged: JudgedBy;
  /** Of the whole run, and not of the shard alone. */
  readonly question: Question;
  /** What `setup:` made; null where there was none, or the run did not come so far. */
  readonly made: MadeLine['made'] | null;
  readonly callers: ReadonlyMap<string, CallerLine>;
  readonly checks: readonly Check[];
  /** Null for a run that did not come to its end. */
  readonly end: Pick<RunRecord, 'stopped' | 'leftovers'> | null;
  /** How many lines of cells there are. */
  readonly cells: number;
  /** Bytes of the whole lines. */
  readonly length: number;
}

/** What is asked in one shard; the whole where there is none. */
export const questionOfShard = (question: Question, shard: Shard | null): Question =>
  shard === null
    ? question
    : { ...question, routes: question.routes.filter((route) => shardOf(route, shard.count) === shard.index) };

/** A question with what `setup:` made. */
export const questionWith = (question: Question, made: MadeLine['made'] | null): Question =>
  made === null ? question : { ...question, ...preparedBy(made, question.subjects) };

/** What `setup:` made, as if it had just been sent. */
export const preparedBy = (made: MadeLine['made'], subjects: Question['subjects']): Prepared => ({
  variables: made.variables,
  subjects: subjects.map((subject) => ({ ...subject, owns: made.owns[subject.name] ?? subject.owns })),
});

/**
 * Reads a journal. A last line that is not whole is passed over: whoever wrote it was ended meanwhile.
 *
 * @param file - as the user knows it.
 * @throws {AuthctlError} `CONFIG_INVALID` with the line of any other damage; what reading throws.
 */
export async function readJournal(chunks: AsyncIterable<Uint8Array>, file: string): Promise<Journal> {
  const reader = new JournalReader(file);
  for await (const { text, number, end } of textLines(chunks)) reader.read(text, number, end);
  return reader.journal();
}

/** Answers since a subject's credentials were last seen to work: the index of a cell, and the number of its line. */
type Pending = Map<number, number>;

class JournalReader {
  readonly #file: string;
  readonly #planLines: PlanLine[] = [];
  readonly #callers = new Map<string, CallerLine>();
  readonly #doubtful = new Set<number>();
  readonly #pending = new Map<string, Pending>();
  #head: JournalHead | undefined;
  #question: Question | undefined;
  #made: MadeLine['made'] | null = null;
  #plan: Plan | undefined;
  #answered = new AnswerColumns(0);
  readonly #checks: Check[] = [];
  #end: Journal['end'] = null;
  #cells = 0;
  #length = 0;

  constructor(file: string) {
    this.#file = file;
  }

  read(text: string, number: number, end: number): void {
    this.#length = end;
    const line = parseJson(text);
    if (!isJsonObject(line)) throw this.#damaged(number, 'this line is damaged');
    if (!this.#head) this.#readHead(line, number);
    else if (this.#planLines.length < this.#head.lines) this.#readPlanLine(line, number);
    else this.#readRunLine(line, number);
  }

  journal(): Journal {
    const [head, question] = [this.#head, this.#question];
    if (!head || !question) throw this.#damaged(1, 'the journal ends before its plan does');
    const unvouched = [...this.#pending.values()].flatMap((pending) => [...pending.keys()]);
    return {
      file: this.#file,
      shard: head.shard,
      judged: head.judged,
      planLines: this.#planLines,
      question,
      made: this.#made,
      answered: this.#answered,
      doubtful: this.#doubtful,
      unvouched: new Set(unvouched),
      callers: this.#callers,
      checks: this.#checks,
      end: this.#end,
      cells: this.#cells,
      length: this.#length,
    };
  }

  #damaged(line: number, message: string, hint = 'begin the run anew with --journal FILE'): AuthctlError {
    return new AuthctlError('CONFIG_INVALID', message, { at: { file: this.#file, line, column: 1 }, hint });
  }

  #readHead(line: JsonObject, number: number): void {
    const form = line['authctl-journal'];
    if (typeof form !== 'number') {
      throw this.#damaged(number, 'this is no journal of a probe', 'name one that --journal wrote');
    }
    if (form !== JOURNAL_FORM) {
      const message = `this is a journal of form ${form}, and form ${JOURNAL_FORM} is known here`;
      throw this.#damaged(number, message, 'go on with the authctl that wrote it, or begin anew');
    }
    const isHead = typeof line.plan === 'string' && Number.isInteger(line.lines) && isJsonObject(line.judged);
    if (!isHead) throw this.#damaged(number, 'this line is damaged');
    this.#head = line as unknown as JournalHead;
  }

  #readPlanLine(line: JsonObject, number: number): void {
    this.#planLines.push(line as unknown as PlanLine);
    if (this.#planLines.length < (this.#head?.lines ?? 0)) return;
    if (planDigest(this.#planLines) !== this.#head?.plan) {
      throw this.#damaged(number, 'the lines up to here, which tell the plan, are damaged');
    }
    this.#question = questionIn(this.#planLines);
  }

  #readRunLine(line: JsonObject, number: number): void {
    if (Object.hasOwn(line, 'cell')) this.#readCell(line, number);
    else if (Object.hasOwn(line, 'about')) this.#doubtful.add(this.#indexIn(line.about, number));
    else if (typeof line.vouched === 'string') this.#vouch(line.vouched, Number(line.upTo));
    else if (isJsonObject(line.made)) this.#made = line.made as unknown as MadeLine['made'];
    else if (typeof line.caller === 'string') this.#callers.set(line.caller, line as unknown as CallerLine);
    else if (isJsonObject(line.check)) this.#checks.push(line.check as unknown as Check);
    else if (isJsonObject(line.end)) this.#end = line.end as unknown as Journal['end'];
    else throw this.#damaged(number, 'this line is damaged');
  }

  #planned(): Plan {
    if (this.#plan) return this.#plan;
    const whole = questionWith(this.#question as Question, this.#made);
    this.#plan = planProbe(questionOfShard(whole, this.#head?.shard ?? null));
    this.#answered = new AnswerColumns(this.#plan.cells.length);
    return this.#plan;
  }

  #indexIn(value: JsonValue | undefined, number: number): number {
    const { length } = this.#planned().cells;
    if (Number.isInteger(value) && Number(value) >= 0 && Number(value) < length) return Number(value);
    throw this.#damaged(number, 'this line is about a cell that the plan does not have');
  }

  #readCell(line: JsonObject, number: number): void {
    const index = this.#indexIn(line.cell, number);
    const problem = answeredProblem(line);
    if (problem !== undefined) throw this.#damaged(number, `this line is damaged: ${problem}`);
    this.#answered.set(index, line as unknown as Answered);
    this.#doubtful.delete(index);
    this.#cells += 1;
    this.#end = null;
    const subject = this.#planned().cells.at(index)?.subject.name ?? '';
    const pending = this.#pending.get(subject) ?? new Map<number, number>();
    pending.set(index, this.#cells);
    this.#pending.set(subject, pending);
  }

  #vouch(subject: string, upTo: number): void {
    const pending = this.#pending.get(subject);
    for (const [index, line] of pending ?? []) if (line <= upTo) pending?.delete(index);
  }
}
