export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** Something about a token that its reader should know. */
export interface Finding {
  /** Of the rule that was broken: stable, such as `format.padding`. */
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  /** JSON Pointer (RFC 6901) into what `decode --json` prints, `/payload/exp`; empty for the token as a whole. */
  readonly at: string;
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
  'format.not-compact': { strict: true, means: 'a part is missing' },
  'format.illegal-char': { strict: true, means: 'holds characters outside base64url' },
  'format.padding': { strict: true, means: 'is padded with `=`' },
  'format.noncanonical-bits': { strict: true, means: 'has unused bits that are not zero' },
  'format.not-utf8': { strict: true, means: 'is not valid UTF-8' },
  'format.bom': { strict: true, means: 'starts with a byte order mark' },
  'format.duplicate-header': { strict: true, means: 'names a parameter twice' },
  'format.duplicate-claim': { strict: true, means: 'names a claim twice' },
  'format.payload-not-object': { strict: false, means: 'is not a JSON object' },
  'format.number-precision': { strict: false, means: 'holds a number that loses precision in a double' },
} as const satisfies Record<string, { strict: boolean; means: string }>;

export type FlawId = keyof typeof flawTable;

/** A flaw in words: `the signature is padded with `=``. */
export function describeFlaw({ id, part, detail }: Flaw): string {
  return `the ${part} ${flawTable[id].means}${detail === undefined ? '' : `: ${detail}`}`;
}
