import type { Output } from '../ports/output.js';
import type { Line, Painter, Text } from '../report/text.js';
import { visible, visibleJson } from '../report/visible.js';
import type { Context } from './context.js';

function printLine(ctx: Context, output: Output, painter: Painter | undefined, line: Line): void {
  const safe = (text: string) => visible(ctx.secrets.redact(text));
  const spans = typeof line === 'string' ? [line] : line;
  const written = spans.map((span) => {
    if (typeof span === 'string') return safe(span);
    return painter ? painter(span.style, safe(span.text)) : safe(span.text);
  });
  output.write(`${written.join('')}\n`);
}

/** Writes text for a person to standard output, redacted and with control characters made visible. */
export function printText(ctx: Context, text: Iterable<Line>): void {
  for (const line of text) printLine(ctx, ctx.stdout, ctx.settings.paintStdout, line);
}

/** Writes one JSON document to standard output, redacted. */
export function printJson(ctx: Context, document: object, indent = 2): void {
  ctx.stdout.write(`${ctx.secrets.redact(visibleJson(document, indent))}\n`);
}

/** Writes a document to standard output, redacted. Its format has made control characters visible already. */
export function printDocument(ctx: Context, text: string): void {
  ctx.stdout.write(ctx.secrets.redact(text));
}

/**
 * Writes a result that is a secret by its nature, such as the token that `authctl token` prints.
 *
 * @param columns - of one line, with a tab between them.
 */
export function printSecret(ctx: Context, ...columns: readonly string[]): void {
  ctx.stdout.write(`${columns.map(visible).join('\t')}\n`);
}

/** The same as one JSON document: nothing in it is masked. */
export function printSecretJson(ctx: Context, document: object): void {
  ctx.stdout.write(`${visibleJson(document)}\n`);
}

/** Narration on standard error, silent with `--quiet`. */
export function say(ctx: Context, ...text: Text): void {
  if (!ctx.settings.quiet) complain(ctx, ...text);
}

/** What a user must see even with `--quiet`: errors and warnings, on standard error. */
export function complain(ctx: Context, ...text: Text): void {
  for (const line of text) printLine(ctx, ctx.stderr, ctx.settings.paintStderr, line);
}
