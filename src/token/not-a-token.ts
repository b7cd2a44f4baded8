import { AuthctlError } from '../errors.js';

/** In characters. Headers that carry tokens end at 8 to 64 KiB everywhere. */
export const MAX_TOKEN_LENGTH = 1024 * 1024;

export function tooLong(length: number): AuthctlError {
  return new AuthctlError(
    'NOT_A_TOKEN',
    `this is no token: it has ${length} characters, and no more than ${MAX_TOKEN_LENGTH} are read`,
  );
}

export function notAToken(reason: string, hint?: string): AuthctlError {
  return new AuthctlError('NOT_A_TOKEN', `this is no token: ${reason}`, {
    hint: hint ?? 'a signed token is three base64url parts joined by dots, and starts with `eyJ`',
  });
}
