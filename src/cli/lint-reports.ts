import { resolve } from 'node:path';
import { type LintReport, lintRenderer } from '../report/lint.js';
import { lintJunit } from '../report/lint-junit.js';
import { lintMarkdown } from '../report/lint-markdown.js';
import { lintSarif } from '../report/lint-sarif.js';
import { visibleJson } from '../report/visible.js';
import type { Context } from './context.js';
import { printDocument } from './print.js';
import { type ReportWish, reportWishes, requireOneDocument } from './report-wishes.js';

/** What a report is written as; a format is one line. */
const formats = {
  sarif: (report) => `${visibleJson(lintSarif(report))}\n`,
  junit: lintJunit,
  json: (report) => `${visibleJson({ schema: lintRenderer.schema, ...lintRenderer.json(report) })}\n`,
  markdown: lintMarkdown,
} satisfies Record<string, (report: LintReport) => string>;

/** What a report of lint can be. */
export const LINT_REPORTS = Object.keys(formats) as readonly (keyof typeof formats)[];

/** Without a file a report takes the place of the text for a person. */
export type WantedReport = ReportWish<keyof typeof formats>;

/**
 * Reads `--report FORMAT[=FILE]`.
 *
 * @throws {AuthctlError} `USAGE` for another format, or where more than one thing is to go to standard output.
 */
export function wantedReports(ctx: Context, texts: readonly string[]): readonly WantedReport[] {
  const wanted = reportWishes(ctx, texts, LINT_REPORTS);
  const onStdout = wanted.filter(({ file }) => file === undefined);
  requireOneDocument(
    ctx,
    onStdout.map(({ format }) => format),
  );
  return wanted;
}

/**
 * Writes the reports that have a file, and the one for standard output, if any.
 *
 * @returns true where standard output has its document.
 * @throws {AuthctlError} `FILE_UNWRITABLE`.
 */
export async function writeReports(
  ctx: Context,
  wanted: readonly WantedReport[],
  report: LintReport,
): Promise<boolean> {
  for (const { file, format } of wanted) {
    const text = formats[format](report);
    if (file === undefined) printDocument(ctx, text);
    else await ctx.ports.files.write(resolve(ctx.cwd, file), ctx.secrets.redact(text), { overwrite: true });
  }
  return wanted.some(({ file }) => file === undefined);
}
