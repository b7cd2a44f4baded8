import { AuthctlError } from '../errors.js';
import { type LintReport, lintRenderer } from '../report/lint.js';
import { type LintResult, lintTokens } from '../token/lint/lint-tokens.js';
import type { Profile } from '../token/lint/profile.js';
import { isAtOrOver, type Threshold } from '../token/lint/severity.js';
import type { Which } from '../token/peel.js';
import { configurationOf } from './configuration.js';
import type { Context } from './context.js';
import { emit } from './emit.js';
import type { ExitName } from './exit-codes.js';
import type { KeyFlags } from './key-source.js';
import { type BaselineFlags, readBaseline, writeBaseline } from './lint-baseline.js';
import { openInputs } from './lint-encrypted.js';
import { type LintSourceFlags, lintInputs } from './lint-inputs.js';
import { readMaterial } from './lint-keys.js';
import { wantedReports, writeReports } from './lint-reports.js';
import { ruleSettings, type SettingFlags } from './lint-settings.js';
import { refuseFileName } from './token-input.js';

/** The options of `authctl lint` that say what to judge and how, as commander hands them over. */
export interface LintFlags extends SettingFlags, BaselineFlags, KeyFlags, LintSourceFlags {
  readonly audience?: string;
  readonly which?: Which;
  readonly profile?: Profile;
  readonly failOn: Threshold;
  readonly report: readonly string[];
  readonly config?: string;
}

/**
 * Judges tokens and reports.
 *
 * @param sources - as `readToken` takes them; none: the token that it finds by itself.
 */
export async function runLint(ctx: Context, sources: readonly string[], flags: LintFlags): Promise<void> {
  const reports = wantedReports(ctx, flags.report);
  const config = await configurationOf(ctx, flags.config);
  const settings = ruleSettings(flags, config?.lint);
  const entries = await readBaseline(ctx, flags);
  const { inputs: given, unread } = await lintInputs(ctx, sources, flags);
  const inputs = await openInputs(ctx, given, flags);
  const material = await readMaterial(ctx, flags);
  const judgeWith = (baseline: typeof entries): LintResult =>
    lintTokens(inputs, ctx.now(), { ...settings, ...flags, ...material, baseline });
  const judged = await judgeOrExplain(ctx, sources, () => judgeWith(entries));
  const result = flags.updateBaseline
    ? judgeWith(await writeBaseline(ctx, flags.baseline ?? '', entries, judged))
    : judged;
  const report: LintReport = { result, failOn: flags.failOn, baseline: flags.baseline ?? null };
  ctx.outcome = unread > 0 ? 'no' : exitFor(result, flags.failOn);
  if (!(await writeReports(ctx, reports, report))) emit(ctx, lintRenderer, report, ctx.outcome);
}

/** A file's name in the place of a token is told from a text that is none. */
async function judgeOrExplain(
  ctx: Context,
  sources: readonly string[],
  judge: () => LintResult,
): Promise<LintResult> {
  try {
    return judge();
  } catch (error) {
    if (error instanceof AuthctlError && error.code === 'NOT_A_TOKEN') {
      for (const source of sources) await refuseFileName(ctx, source);
    }
    throw error;
  }
}

const exitFor = ({ findings }: LintResult, failOn: Threshold): ExitName =>
  findings.some(({ severity }) => isAtOrOver(severity, failOn)) ? 'no' : 'ok';
