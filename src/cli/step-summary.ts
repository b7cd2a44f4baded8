import type { ProbeResult } from '../probe/result.js';
import type { ReportSetting } from '../report/probe-report.js';
import type { Context } from './context.js';

/** GitHub Actions refuses a page that is larger, all that a step wrote to it together. */
const MOST_BYTES = 1_048_576;

/** The file that a step of GitHub Actions writes the page to that sums up its job; undefined elsewhere. */
export const stepSummary = ({ env }: Pick<Context, 'env'>): string | undefined =>
  env.GITHUB_STEP_SUMMARY || undefined;

/**
 * Adds a probe with its whole grid to that page, as much of it as the page still takes.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`, `FILE_UNWRITABLE`.
 */
export async function appendToStepSummary(
  ctx: Context,
  result: ProbeResult,
  setting: ReportSetting,
): Promise<void> {
  const path = stepSummary(ctx);
  if (path === undefined) return;
  const { files } = ctx.ports;
  const before = (await files.exists(path)) ? await files.read(path) : '';
  const { markdownSummary } = await import('../report/probe-markdown.js');
  const text = [...markdownSummary(result, setting, MOST_BYTES - Buffer.byteLength(before) - 2)].join('');
  const gap = before === '' ? '' : '\n\n';
  await files.append(path, gap + text);
}
