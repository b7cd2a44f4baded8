import { resolve } from 'node:path';
import type { ProbeResult } from '../probe/result.js';
import { probeRenderer } from '../report/probe.js';
import type { ProbeReport, ReportSetting } from '../report/probe-report.js';
import type { Context } from './context.js';
import { DEFAULT_WIDTH } from './emit.js';
import { redactedResult } from './redacted-result.js';
import { reportFileName } from './report-file-name.js';
import { reportWishes, requireOneDocument } from './report-wishes.js';
import { appendToStepSummary, stepSummary } from './step-summary.js';
import { printLines, writeChunks, writeFile } from './write-chunks.js';

/** What a report can be written as; a format is one line, and is loaded when it is wanted. */
const formats = {
  text: async () => (await import('../report/probe-text.js')).textReport,
  json: async () => (await import('../report/probe-json.js')).jsonReport,
  ndjson: async () => (await import('../report/probe-json.js')).ndjsonReport,
  junit: async () => (await import('../report/junit.js')).junitReport,
  sarif: async () => (await import('../report/probe-sarif.js')).sarifReport,
  markdown: async () => (await import('../report/probe-markdown.js')).markdownReport,
  html: async () => (await import('../report/html/page.js')).htmlReport,
  csv: async () => (await import('../report/probe-csv.js')).csvReport,
  github: async () => (await import('../report/probe-github.js')).githubReport,
} satisfies Record<string, () => Promise<ProbeReport>>;

type Format = keyof typeof formats;

/** What a report of probe can be. */
export const PROBE_REPORTS = Object.keys(formats) as readonly Format[];

export interface WantedReport {
  readonly format: Format;
  /** `log`: standard error, where GitHub Actions reads annotations too; `summary`: the page that sums up its job. */
  readonly to: 'stdout' | 'log' | 'summary' | { readonly file: string };
}

/**
 * Reads `--report FORMAT[=FILE]`. Standard output gets what is left for it: a report without a file, else the document of
 * `--json`, else text.
 *
 * @throws {AuthctlError} `USAGE` for another format, two reports in one file, or two on standard output.
 */
export function wantedReports(ctx: Context, texts: readonly string[]): readonly WantedReport[] {
  const wishes = reportWishes(ctx, texts, PROBE_REPORTS);
  const wanted = wishes.map(({ format, file }): WantedReport => {
    if (file !== undefined) return { format, to: { file: resolve(ctx.cwd, file) } };
    if (format === 'github') return { format, to: 'log' };
    return { format, to: format === 'markdown' && stepSummary(ctx) !== undefined ? 'summary' : 'stdout' };
  });
  const onStdout = wanted.filter(({ to }) => to === 'stdout').map(({ format }) => format);
  requireOneDocument(ctx, onStdout);
  if (onStdout.length > 0) return wanted;
  return [{ format: ctx.settings.json ? 'json' : 'text', to: 'stdout' }, ...wanted];
}

/**
 * Makes sure that every report can be written, before anything is sent for it.
 *
 * @throws {AuthctlError} `FILE_UNWRITABLE`.
 */
export async function requireWritable(ctx: Context, reports: readonly WantedReport[]): Promise<void> {
  for (const { to } of reports) {
    if (typeof to === 'object') await ctx.ports.files.requireWritable(to.file);
    else if (to === 'summary') await ctx.ports.files.requireWritable(stepSummary(ctx) ?? '');
  }
}

/**
 * Writes every report. What one of them says does not depend on the others, and neither does how the command ends.
 *
 * @throws {AuthctlError} `FILE_UNWRITABLE`.
 */
export async function writeReports(
  ctx: Context,
  reports: readonly WantedReport[],
  result: ProbeResult,
): Promise<void> {
  const safe = redactedResult(result, ctx.secrets);
  const setting: ReportSetting = {
    view: { width: DEFAULT_WIDTH, ascii: ctx.settings.ascii },
    nameOf: (file) => reportFileName(ctx, file),
  };
  for (const { format, to } of reports) {
    if (format === 'text' && to === 'stdout') await printProbe(ctx, result);
    else if (to === 'summary') await appendToStepSummary(ctx, safe, setting);
    else {
      const chunks = (await formats[format]())(safe, setting);
      if (typeof to === 'object') await writeFile(ctx, to.file, chunks);
      else await writeChunks(to === 'stdout' ? ctx.stdout : ctx.stderr, chunks);
    }
  }
}

const printProbe = (ctx: Context, result: ProbeResult): Promise<void> =>
  printLines(
    ctx,
    probeRenderer.text(result, { width: ctx.stdout.columns ?? DEFAULT_WIDTH, ascii: ctx.settings.ascii }),
  );
