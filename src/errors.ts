/** Why a command could not do what it was asked. Closed: a new code does not compile without an exit code. */
export type ErrorCode =
  | 'USAGE'
  | 'CONFIG_INVALID'
  | 'DESCRIPTION_INVALID'
  | 'FILE_UNREADABLE'
  | 'FILE_EXISTS'
  | 'FILE_UNWRITABLE'
  | 'STORE_UNUSABLE'
  | 'KEYRING_UNUSABLE'
  | 'NOT_A_TOKEN'
  | 'TOKEN_CLAIM_INVALID'
  | 'KEY_UNUSABLE'
  | 'NOT_DECRYPTED'
  | 'KEYS_UNAVAILABLE'
  | 'SERVER_UNREACHABLE'
  | 'ANSWER_UNUSABLE'
  | 'ADDRESS_UNAVAILABLE'
  | 'NOT_LOGGED_IN'
  | 'LOGIN_REFUSED'
  | 'INTERRUPTED'
  | 'DEFECT';

/** A place in a text file; line and column count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One mistake in a file. */
export interface Problem {
  readonly message: string;
  readonly at: SourcePosition;
  readonly hint?: string | undefined;
}

export interface ErrorDetails {
  /** One instruction the user can follow. */
  readonly hint?: string | undefined;
  /** Where in a file the mistake stands. */
  readonly at?: SourcePosition | undefined;
  /** The other mistakes of the same file, so that one run shows them all. */
  readonly also?: readonly Problem[] | undefined;
  readonly cause?: unknown;
}

/**
 * The only error that features throw on purpose. Its message never holds a token, a password or a cookie.
 *
 * Anything else that reaches the command line is a defect of authctl (exit 70).
 */
export class AuthctlError extends Error {
  override readonly name = 'AuthctlError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly at: SourcePosition | undefined;
  readonly also: readonly Problem[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.at = details.at;
    this.also = details.also ?? [];
  }
}
