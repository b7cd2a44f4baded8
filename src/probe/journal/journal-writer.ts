import type { AuthctlError } from '../../errors.js';
import type { FileLog } from '../../ports/files.js';
import type { Answer } from '../answer.js';
import type { Answered } from '../answered.js';
import type { ProbeCredential, Subject } from '../model.js';
import type { ProbeJournal } from '../probe.js';
import type { Check } from '../result.js';
import type { RunRecord } from '../run.js';
import type { JournalLine } from './journal-line.js';

/** More than this is not held back. In UTF-16 units. */
const HELD = 64 * 1024;

export interface JournalMeans {
  readonly file: FileLog;
  /** Takes out of a text what is known to be secret. */
  readonly redact: (text: string) => string;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
  /** Told once, where the file takes no more: the run goes on without it. */
  readonly failed: (error: AuthctlError) => void;
}

/**
 * Writes a journal while a run goes on. What was answered to a read may wait a second: it can be asked for again. That a
 * write is about to be sent, and what came of it, is in the file before anything else happens.
 */
export class JournalWriter implements ProbeJournal {
  readonly #means: JournalMeans;
  #held = '';
  #heldSince: number;
  #isBroken = false;
  #ending: JournalLine | undefined;
  #cells = 0;

  constructor(means: JournalMeans) {
    this.#means = means;
    this.#heldSince = means.now();
  }

  /** How many lines of cells there are. */
  get cells(): number {
    return this.#cells;
  }

  /** Counts those that were there before. */
  goOnAfter(cells: number): void {
    this.#cells = cells;
  }

  write(line: JournalLine): void {
    this.#add(this.#means.redact(JSON.stringify(line)));
  }

  about(index: number): void {
    this.#add(`{"about":${index}}`);
    this.flush();
  }

  vouch(subject: string, upTo: number): void {
    this.write({ vouched: subject, upTo });
    this.flush();
  }

  keep(index: number, answered: Answered, isWrite: boolean): void {
    const line = JSON.stringify({ cell: index, ...answered, answer: withoutText(answered.answer) });
    this.#cells += 1;
    this.#add(holdsText(answered) ? this.#means.redact(line) : line);
    if (isWrite) this.flush();
  }

  /** The end of a run: who took part, what was checked, and whether everything was asked. Not written before `close`. */
  end(
    { callers, stopped, leftovers }: RunRecord,
    subjects: readonly Subject[],
    checks: readonly Check[],
  ): void {
    this.#ending = { end: { stopped, leftovers } };
    for (const subject of subjects) {
      const caller = callers.get(subject);
      this.write({
        caller: subject.name,
        credential: subject.credential ? withoutSecrets(subject.credential) : null,
        unavailable: subject.unavailable ?? null,
        canary: caller?.canary ?? 'none',
        unknownRoutes: Object.fromEntries(
          [...(caller?.unknownRoutes ?? [])].map(([method, answer]) => [method, withoutText(answer)]),
        ),
        canaryAnswers: (caller?.canaryAnswers ?? []).map(withoutText),
      });
    }
    if (stopped === null) for (const check of checks) this.write({ check });
  }

  /** Nothing comes after this. */
  close(): void {
    if (this.#ending) this.write(this.#ending);
    this.flush();
    this.#means.file.close();
  }

  flush(): void {
    this.#heldSince = this.#means.now();
    if (this.#isBroken || this.#held === '') return;
    try {
      this.#means.file.append(this.#held);
    } catch (error) {
      this.#isBroken = true;
      this.#means.failed(error as AuthctlError);
    }
    this.#held = '';
  }

  #add(line: string): void {
    this.#held += `${line}\n`;
    if (this.#held.length > HELD || this.#means.now() !== this.#heldSince) this.flush();
  }
}

function withoutText(answer: Answer): Answer {
  if (answer.kind !== 'reply' || answer.text === undefined) return answer;
  const { text: _, ...rest } = answer;
  return rest;
}

/** Whether a line has text that the API chose. */
const holdsText = ({ answer, url }: Answered): boolean =>
  url !== null ||
  answer.kind !== 'reply' ||
  [answer.location, answer.followed, answer.body.failure].some((text) => text !== null);

/** A credential as far as a report tells of it. */
export function withoutSecrets(credential: ProbeCredential): ProbeCredential {
  switch (credential.kind) {
    case 'bearer':
      return { kind: 'bearer', accessToken: '' };
    case 'header':
      return { kind: 'header', header: credential.header, value: '' };
    case 'cookie': {
      const { header } = 'csrf' in credential ? credential.csrf : {};
      return header === undefined
        ? { kind: 'cookie', cookies: [] }
        : { kind: 'cookie', cookies: [], csrf: { token: '', header } };
    }
    case 'composed':
      return {
        kind: 'composed',
        headers: namesOf(credential.headers),
        ...(credential.query ? { query: namesOf(credential.query) } : {}),
        values: {},
      };
  }
}

const namesOf = (record: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(record).map((name) => [name, '']));
