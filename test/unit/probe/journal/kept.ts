import type { Http } from '../../../../src/ports/http.js';
import { earlierIn } from '../../../../src/probe/earlier.js';
import { JOURNAL_FORM } from '../../../../src/probe/journal/journal-line.js';
import { planDigest, planLines } from '../../../../src/probe/journal/journal-plan.js';
import { JournalWriter } from '../../../../src/probe/journal/journal-writer.js';
import { type Journal, questionOfShard, readJournal } from '../../../../src/probe/journal/read-journal.js';
import type { Shard } from '../../../../src/probe/journal/shard.js';
import { planProbe, type Question } from '../../../../src/probe/plan.js';
import { probe } from '../../../../src/probe/probe.js';
import type { ProbeResult } from '../../../../src/probe/result.js';
import { limits, testPorts } from '../inputs.js';

const judged = {
  issuers: [],
  waivers: [],
  failUnder: null,
  scope: { someRoutes: false, someRoles: false },
};

/** A probe that is written down, from the beginning or from where a journal ends. */
export async function keptProbe(
  question: Question,
  http: Http,
  { shard = null, before = '' }: { readonly shard?: Shard | null; readonly before?: string } = {},
): Promise<{ readonly result: ProbeResult; readonly text: string }> {
  const ended = before === '' ? undefined : await journalIn(before);
  let text = before.slice(0, ended?.length);
  const writer = new JournalWriter({
    file: {
      append: (more) => {
        text += more;
      },
      close: () => undefined,
    },
    redact: (line) => line.replaceAll('agus-token', '***'),
    now: () => 0,
    failed: (error) => {
      throw error;
    },
  });
  const lines = JSON.parse(JSON.stringify([...planLines(question)]));
  if (ended) writer.goOnAfter(ended.cells);
  else {
    writer.write({
      ...{ 'authctl-journal': JOURNAL_FORM, plan: planDigest(lines), lines: lines.length },
      ...{ shard, judged },
    });
    for (const line of lines) writer.write(line);
  }
  const plan = planProbe(questionOfShard(question, shard));
  const result = await probe(plan, testPorts(http), {
    ...{ limits, issuers: [], journal: writer },
    ...(ended ? { earlier: earlierIn(plan, ended) } : {}),
  });
  writer.close();
  return { result, text };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

export const journalIn = (text: string, file = 'run.journal'): Promise<Journal> =>
  readJournal(bytesOf(text), file);

/** All of a result but how long it took and how often was asked. */
export const lasting = (result: ProbeResult) => ({
  ...result,
  cells: Array.from(result.cells, (cell) => ({ ...cell, attempts: 0, durationMs: 0 })),
});
