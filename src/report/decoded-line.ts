import type { AuthctlError } from '../errors.js';
import type { DecodedToken } from '../token/decoded-token.js';
import { decodedRenderer } from './decoded.js';
import { visibleJson } from './visible.js';

const { schema } = decodedRenderer;

/** Where the tokens of `decode --lines` come from. */
export const ORIGIN = 'stdin';

/** One token as one line of JSON: the document of `decode --json`, and the number of its line, from 1. */
export function decodedLine(token: DecodedToken, line: number): string {
  return visibleJson({ schema, line, ...decodedRenderer.json({ token, origin: ORIGIN }) }, 0);
}

/** Why a line is no token, as one line of JSON. */
export function refusedLine({ code, message, hint }: AuthctlError, line: number): string {
  return visibleJson({ schema: 'authctl/error@1', line, code, message, hint: hint ?? null }, 0);
}
