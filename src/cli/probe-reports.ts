import { resolve } from 'node:path';
import { AuthctlError } from '../errors.js';
import type { ProbeResult } from '../probe/result.js';
import { junitReport } from '../report/junit.js';
import { probeRenderer } from '../report/probe.js';
import { visibleJson } from '../report/visible.js';
import type { Context } from './context.js';

/** What a report is written as; a format is one line. */
const formats: Readonly<Record<string, (result: ProbeResult) => string>> = {
  junit: junitReport,
  json: (result) => `${visibleJson({ schema: probeRenderer.schema, ...probeRenderer.json(result) })}\n`,
};

export interface WantedReport {
  readonly file: string;
  readonly format: (result: ProbeResult) => string;
}

/**
 * Reads `--report FORMAT=FILE`.
 *
 * @throws {AuthctlError} `USAGE` for another format, or without a file.
 */
export function wantedReports(texts: readonly string[]): readonly WantedReport[] {
  return texts.map((text) => {
    const [, name = '', file = ''] = /^([^=]*)=?(.*)$/s.exec(text) ?? [];
    const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
    if (format && file !== '') return { file, format };
    throw new AuthctlError(
      'USAGE',
      format ? `the ${name} report needs a file` : `there is no report '${name}'`,
      {
        hint: `write --report ${format ? name : 'FORMAT'}=FILE; formats: ${Object.keys(formats).join(', ')}`,
      },
    );
  });
}

/**
 * Makes sure that every report can be written, before anything is sent for it.
 *
 * @throws {AuthctlError} `FILE_UNWRITABLE`.
 */
export async function requireWritable(ctx: Context, reports: readonly WantedReport[]): Promise<void> {
  for (const { file } of reports) await ctx.ports.files.requireWritable(resolve(ctx.cwd, file));
}

/** @throws {AuthctlError} `FILE_UNWRITABLE`. */
export async function writeReports(
  ctx: Context,
  reports: readonly WantedReport[],
  result: ProbeResult,
): Promise<void> {
  for (const { file, format } of reports) {
    await ctx.ports.files.write(resolve(ctx.cwd, file), ctx.secrets.redact(format(result)), {
      overwrite: true,
    });
  }
}
