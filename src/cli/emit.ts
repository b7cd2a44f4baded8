import type { Renderer } from '../report/text.js';
import type { Context } from './context.js';
import type { ExitName } from './exit-codes.js';
import { printJson, printText } from './print.js';

/** The width taken where the output is no terminal. */
export const DEFAULT_WIDTH = 80;

/**
 * Writes a command's result and settles how the command ends. The only writer of results.
 *
 * @param exit - decided from the result before anything is rendered, so it cannot depend on the format.
 */
export function emit<Result>(
  ctx: Context,
  renderer: Renderer<Result>,
  result: Result,
  exit: ExitName = 'ok',
): void {
  ctx.outcome = exit;
  if (ctx.settings.json) printJson(ctx, { schema: renderer.schema, ...renderer.json(result) });
  else
    printText(
      ctx,
      renderer.text(result, { width: ctx.stdout.columns ?? DEFAULT_WIDTH, ascii: ctx.settings.ascii }),
    );
}
