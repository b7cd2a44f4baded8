import { resolve } from 'node:path';
import { AuthctlError } from '../errors.js';
import { type LintReport, lintRenderer } from '../report/lint.js';
import { lintJunit } from '../report/lint-junit.js';
import { lintMarkdown } from '../report/lint-markdown.js';
import { lintSarif } from '../report/lint-sarif.js';
import { visibleJson } from '../report/visible.js';
import type { Context } from './context.js';
import { printDocument } from './print.js';

/** What a report is written as; a format is one line. */
const formats: Readonly<Record<string, (report: LintReport) => string>> = {
  sarif: (report) => `${visibleJson(lintSarif(report))}\n`,
  junit: lintJunit,
  json: (report) => `${visibleJson({ schema: lintRenderer.schema, ...lintRenderer.json(report) })}\n`,
  markdown: lintMarkdown,
};

export interface WantedReport {
  /** Undefined: on standard output, in the place of the text for a person. */
  readonly file: string | undefined;
  readonly format: (report: LintReport) => string;
}

/**
 * Reads `--report FORMAT[=FILE]`.
 *
 * @throws {AuthctlError} `USAGE` for another format, or where more than one thing is to go to standard output.
 */
export function wantedReports(ctx: Context, texts: readonly string[]): readonly WantedReport[] {
  const wanted = texts.map(wantedReport);
  const onStdout = wanted.filter(({ file }) => file === undefined).length + (ctx.settings.json ? 1 : 0);
  if (onStdout > 1) {
    throw new AuthctlError('USAGE', 'standard output holds one document, and more are asked for', {
      hint: 'give each report but one a file: --report sarif=lint.sarif',
    });
  }
  return wanted;
}

function wantedReport(text: string): WantedReport {
  const [, name = '', equals = '', file = ''] = /^([^=]*)(=?)(.*)$/s.exec(text) ?? [];
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format && (equals === '' || file !== '')) return { file: equals === '' ? undefined : file, format };
  throw new AuthctlError(
    'USAGE',
    format ? `--report ${text} names no file` : `there is no report '${name}'`,
    {
      hint: `write --report FORMAT or --report FORMAT=FILE; formats: ${Object.keys(formats).join(', ')}`,
    },
  );
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
    const text = format(report);
    if (file === undefined) printDocument(ctx, text);
    else await ctx.ports.files.write(resolve(ctx.cwd, file), ctx.secrets.redact(text), { overwrite: true });
  }
  return wanted.some(({ file }) => file === undefined);
}
