import { renderWeaknesses, renderWeaknessList } from '../report/weaknesses.js';
import type { ServerSettings } from '../server/settings.js';
import type { RunningServer } from '../server/start.js';
import { describeWeaknesses } from '../server/weaknesses/describe.js';
import { ALL } from '../server/weaknesses/registry.js';
import type { ServeOptions } from './commands/serve.js';
import type { Context } from './context.js';
import { complain, printJson, printText } from './print.js';

const LIST = 'list';

/** Whether it is only asked which weaknesses there are. */
export const asksForWeaknesses = ({ weak }: ServeOptions): boolean => weak?.includes(LIST) ?? false;

/** @param settings - of the API that is told where they show. */
export function listWeaknesses(ctx: Context, settings: ServerSettings): void {
  const document = describeWeaknesses([ALL], settings);
  if (ctx.settings.json) printJson(ctx, document);
  else printText(ctx, renderWeaknessList(document, ctx.stdout.columns ?? 80));
}

/** Says what is wrong with a server that is weak on purpose, even with --quiet. */
export function warnOfWeaknesses(
  ctx: Context,
  { weaknesses, issuer }: RunningServer,
  settings: ServerSettings,
): void {
  if (weaknesses.length === 0) return;
  complain(ctx, ...renderWeaknesses(describeWeaknesses(weaknesses, settings), issuer));
}
