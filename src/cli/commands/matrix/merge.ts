import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { joinJournals } from '../../../probe/journal/join-journals.js';
import { readJournal } from '../../../probe/journal/read-journal.js';
import { resultOf } from '../../../probe/probe.js';
import { concludeProbe } from '../../conclude-probe.js';
import type { Context } from '../../context.js';
import { MATRIX_FILE } from '../../matrix-file.js';
import { probeRecord } from '../../probe-record.js';
import { requireWritable, wantedReports } from '../../probe-reports.js';

interface MergeOptions {
  readonly report: readonly string[];
  readonly check?: boolean;
  readonly update?: boolean;
  readonly matrix: string;
}

/** `authctl matrix merge`: what one process would have found that had asked everything. Sends nothing. */
export function configureMatrixMerge(
  command: Command,
  ctx: Context,
  run: typeof joinJournals = joinJournals,
): void {
  command.argument('<journal...>', 'what `probe --journal` wrote, of every shard of one run');
  for (const option of optionsOf()) command.addOption(option);
  command
    .addHelpText('after', examples)
    .action(async (files: readonly string[], options: MergeOptions) => merge(ctx, files, options, run));
}

const optionsOf = (): readonly Option[] => [
  new Option('--report <format=file>', 'also write a report, as `probe` does; repeatable')
    .env('AUTHCTL_REPORT')
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'none'),
  new Option('--check', 'end with 1 where access is another than recorded')
    .env('AUTHCTL_CHECK')
    .conflicts('update'),
  new Option('--update', 'record the access that is found').env('AUTHCTL_UPDATE'),
  new Option('--matrix <file>', 'the file that access is recorded in')
    .env('AUTHCTL_MATRIX')
    .default(MATRIX_FILE),
];

async function merge(
  ctx: Context,
  files: readonly string[],
  options: MergeOptions,
  run: typeof joinJournals,
): Promise<void> {
  const reports = wantedReports(ctx, options.report);
  await requireWritable(ctx, reports);
  const journals = [];
  for (const file of files) {
    journals.push(await readJournal(ctx.ports.files.chunks(resolve(ctx.cwd, file)), file));
  }
  const joined = run(journals);
  const { issuers, waivers, failUnder, scope } = joined.judged;
  const record = await probeRecord(ctx, options, scope);
  const result = resultOf(joined, { issuers, waivers, failUnder: failUnder ?? undefined }, ctx.now());
  await concludeProbe(ctx, result, { record, reports, isEmptyShard: false });
}

const examples = `
Each process asks its part and writes down what it was answered; merged, that gives what one process would have found.
Ends as \`authctl probe\` does. A shard that is missing, there twice, not finished or of another run is an error.

Examples:
  $ authctl probe --shard 1/2 --journal 1.journal    # here
  $ authctl probe --shard 2/2 --journal 2.journal    # and there
  $ authctl matrix merge 1.journal 2.journal --report junit=access.xml
  $ authctl matrix merge 1.journal 2.journal --check`;
