import { resolve } from 'node:path';
import { AuthctlError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import type { Context } from './context.js';

/** One `--report FORMAT[=FILE]`. */
export interface ReportWish<Format extends string> {
  readonly format: Format;
  /** As it was written; undefined for where the format goes by itself. */
  readonly file: string | undefined;
}

/**
 * Reads what `--report` was given; `-` stands for no file.
 *
 * @param formats - those that there are.
 * @throws {AuthctlError} `USAGE` for another format, an empty file name, or two reports in one file.
 */
export function reportWishes<Format extends string>(
  ctx: Context,
  texts: readonly string[],
  formats: readonly Format[],
): readonly ReportWish<Format>[] {
  const wishes = texts.map((text) => wishOf(text, formats));
  const files = wishes.flatMap(({ file }) => (file === undefined ? [] : [resolve(ctx.cwd, file)]));
  const twice = files.find((file, at) => files.indexOf(file) < at);
  if (twice === undefined) return wishes;
  throw new AuthctlError('USAGE', `two reports are to be written to ${twice}`, {
    hint: 'give each report a file of its own',
  });
}

function wishOf<Format extends string>(text: string, formats: readonly Format[]): ReportWish<Format> {
  const [, name = '', equals = '', file = ''] = /^([^=]*)(=?)(.*)$/s.exec(text) ?? [];
  const format = formats.find((known) => known === name);
  if (format === undefined) {
    const list = `formats: ${formats.join(', ')}`;
    const meant = didYouMean(name, formats);
    throw new AuthctlError('USAGE', `there is no report '${name}'`, {
      hint: meant ? `${meant} ${list}` : `write --report FORMAT or --report FORMAT=FILE; ${list}`,
    });
  }
  if (equals !== '' && file === '') {
    throw new AuthctlError('USAGE', `--report ${text} names no file`, {
      hint: `write --report ${format} or --report ${format}=FILE`,
    });
  }
  return { format, file: equals === '' || file === '-' ? undefined : file };
}

/**
 * Makes sure that standard output gets one document.
 *
 * @param formats - those that are to go there, without that of `--json`.
 * @throws {AuthctlError} `USAGE` for more than one.
 */
export function requireOneDocument(ctx: Context, formats: readonly string[]): void {
  if (formats.length + (ctx.settings.json ? 1 : 0) < 2) return;
  throw new AuthctlError('USAGE', 'standard output holds one document, and more are asked for', {
    hint: `give each report but one a file: --report ${formats[0]}=FILE`,
  });
}
