import { createHash } from 'node:crypto';
import type { JsonObject } from '../json.js';
import type { ParsedToken } from '../parsed-token.js';
import { unwrap, type Which } from '../peel.js';
import { type AcceptedFinding, applyBaseline, type BaselineEntry, type PlacedFinding } from './baseline.js';
import { lintBatch, lintServer, lintToken, type RuleSettings } from './lint.js';
import type { Kind, Profile } from './profile.js';
import { rules } from './registry.js';
import { readSubject, type ServerSubject, type TokenSubject } from './subject.js';

/** A token as it was given. */
export interface LintInput {
  /** See `peel` for what may surround the token. */
  readonly text: string;
  /** In words: `stdin`, `the stored session 'agus'`. */
  readonly origin: string;
  /** The file that it stands in, if it does: reports name it as the place. */
  readonly file?: string | undefined;
}

export interface LintOptions extends RuleSettings {
  /** Default: what the type and the claims tell. */
  readonly profile?: Profile | undefined;
  readonly which?: Which | undefined;
  readonly keys?: readonly JsonObject[] | undefined;
  readonly secret?: Uint8Array | undefined;
  /** Judged as well. */
  readonly server?: ServerSubject | undefined;
  readonly baseline?: readonly BaselineEntry[] | undefined;
}

export interface LintedToken {
  readonly origin: string;
  /** Null where it was not read from a file. */
  readonly file: string | null;
  /** Null where it cannot be read at all. */
  readonly format: ParsedToken['format'] | null;
  readonly kind: Kind;
  /** `sha256:` and the first 16 hexadecimal digits of the token's hash. */
  readonly fingerprint: string;
}

export interface LintResult {
  readonly tokens: readonly LintedToken[];
  /** The worst first; not those that the baseline accepts. */
  readonly findings: readonly PlacedFinding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly stale: readonly BaselineEntry[];
  /** The instant it was judged at, in seconds since the epoch. */
  readonly at: number;
}

/**
 * Judges tokens by every rule, and the server that issued them where it is given. Verifies nothing.
 *
 * @param now - seconds since the epoch.
 * @throws {AuthctlError} `NOT_A_TOKEN` where a text is none and no rule on encoding says why; nothing else.
 */
export function lintTokens(inputs: readonly LintInput[], now: number, options: LintOptions = {}): LintResult {
  const read = inputs.map((input) => readInput(input, now, options));
  const subjects = read.map(({ subject }) => subject);
  const tokens = read.map(({ token }) => token);
  const together = lintBatch(rules, subjects, options);
  const ofTokens = read.flatMap(({ own, token }, index) =>
    [...own, ...(together[index] ?? [])].map((finding) => ({ ...finding, token: token.fingerprint })),
  );
  const ofServer = options.server ? lintServer(rules, options.server, options) : [];
  const found = [...ofTokens, ...ofServer.map((finding) => ({ ...finding, token: '' }))];
  const judged = tokens.map(({ fingerprint }) => fingerprint);
  return { tokens, ...applyBaseline(options.baseline ?? [], found, judged), at: now };
}

/** What says better than the refusal why a text cannot be read. */
const EXPLAIN_A_REFUSAL = ['format.not-compact', 'format.header-not-object'];

function readInput(input: LintInput, now: number, options: LintOptions) {
  const { token: text, wrappings } = unwrap(input.text, options.which);
  const { subject, refusal } = readSubject(text, now, { ...options, inUrl: wrappings.includes('url') });
  const own = lintToken(rules, subject, options);
  if (refusal !== null && !own.some(({ id }) => EXPLAIN_A_REFUSAL.includes(id))) throw refusal;
  return { subject, own, token: describe(input, subject) };
}

function describe({ origin, file }: LintInput, { text, token, kind }: TokenSubject): LintedToken {
  const hash = createHash('sha256').update(text).digest('hex');
  return {
    origin,
    file: file ?? null,
    format: token?.format ?? null,
    kind,
    fingerprint: `sha256:${hash.slice(0, 16)}`,
  };
}
