export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** Something about a token that its reader should know. */
export interface Finding {
  /** Stable, such as `format.padding`. */
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
}

/** A finding about how a token is written, and the part of the token it concerns. */
export interface Flaw {
  readonly id: FlawId;
  /** `header`, `payload`, `signature`, or `token` for all of it. */
  readonly part: string;
  /** What exactly, where more than one thing can be meant: the member's name. */
  readonly detail?: string;
}

/**
 * What can be wrong with the encoding and structure of a token, short of being unreadable.
 *
 * `strict` marks what a verifier must refuse: two parties could read such a token differently.
 */
export const flawTable = {
  'format.not-compact': { severity: 'high', strict: true, means: 'a part is missing' },
  'format.illegal-char': { severity: 'high', strict: true, means: 'holds characters outside base64url' },
  'format.padding': { severity: 'medium', strict: true, means: 'is padded with `=`' },
  'format.noncanonical-bits': { severity: 'low', strict: true, means: 'has unused bits that are not zero' },
  'format.not-utf8': { severity: 'high', strict: true, means: 'is not valid UTF-8' },
  'format.bom': { severity: 'high', strict: true, means: 'starts with a byte order mark' },
  'format.duplicate-header': { severity: 'high', strict: true, means: 'names a parameter twice' },
  'format.duplicate-claim': { severity: 'high', strict: true, means: 'names a claim twice' },
  'format.payload-not-object': { severity: 'high', strict: false, means: 'is not a JSON object' },
  'format.number-precision': {
    severity: 'low',
    strict: false,
    means: 'holds a number that loses precision in a double',
  },
} as const satisfies Record<string, { severity: Severity; strict: boolean; means: string }>;

export type FlawId = keyof typeof flawTable;

/** A flaw in words: `the signature is padded with `=``. */
export function describeFlaw({ id, part, detail }: Flaw): string {
  return `the ${part} ${flawTable[id].means}${detail === undefined ? '' : `: ${detail}`}`;
}
