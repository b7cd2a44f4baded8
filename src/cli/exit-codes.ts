import type { ErrorCode } from '../errors.js';

/** The exit codes that scripts may rely on, with the text that `authctl help exit-codes` prints. */
export const exitCodes = {
  ok: { status: 0, means: 'done; the answer is yes, or as expected' },
  no: {
    status: 1,
    means:
      'done; the answer is no: a token that does not verify or is not one, a finding at or over the threshold, ' +
      'access that differs from what was expected, drift',
  },
  usage: { status: 2, means: 'usage or configuration error; nothing was sent' },
  unknown: {
    status: 3,
    means:
      'could not find out: server unreachable, a key set that cannot be fetched, cells that stayed inconclusive',
  },
  login: { status: 4, means: 'not logged in, or the login was refused' },
  defect: { status: 70, means: 'a defect in authctl' },
  interrupted: { status: 130, means: 'interrupted by SIGINT (Ctrl-C)' },
  terminated: { status: 143, means: 'interrupted by SIGTERM' },
} as const satisfies Record<string, { status: number; means: string }>;

/** One row of the exit-code table, by name. */
export type ExitName = keyof typeof exitCodes;

/** The row that each failure ends with. */
export const exitOfError = {
  USAGE: 'usage',
  CONFIG_INVALID: 'usage',
  DESCRIPTION_INVALID: 'usage',
  FILE_UNREADABLE: 'usage',
  FILE_EXISTS: 'usage',
  FILE_UNWRITABLE: 'usage',
  STORE_UNUSABLE: 'usage',
  KEYRING_UNUSABLE: 'usage',
  NOT_A_TOKEN: 'no',
  TOKEN_CLAIM_INVALID: 'no',
  KEY_UNUSABLE: 'usage',
  NOT_DECRYPTED: 'no',
  KEYS_UNAVAILABLE: 'unknown',
  SERVER_UNREACHABLE: 'unknown',
  ANSWER_UNUSABLE: 'unknown',
  ADDRESS_UNAVAILABLE: 'usage',
  NOT_LOGGED_IN: 'login',
  LOGIN_REFUSED: 'login',
  INTERRUPTED: 'interrupted',
  DEFECT: 'defect',
} as const satisfies Record<ErrorCode, ExitName>;
