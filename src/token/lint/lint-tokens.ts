import { createHash } from 'node:crypto';
import type { Finding } from '../finding.js';
import type { JsonObject } from '../json.js';
import type { OpenedJwe } from '../layers.js';
import type { ParsedToken } from '../parsed-token.js';
import { unwrap, type Which } from '../peel.js';
import { type AcceptedFinding, applyBaseline, type BaselineEntry, type PlacedFinding } from './baseline.js';
import { lintBatch, lintKeys, lintServer, lintToken, type RuleSettings } from './lint.js';
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
  /** Its line there, from 1; default: the first. */
  readonly line?: number | undefined;
  /** What was found in it, where it is encrypted and was opened; default: its header alone is judged. */
  readonly opened?: OpenedJwe | undefined;
}

export interface LintOptions extends RuleSettings {
  /** Default: what the type and the claims tell. */
  readonly profile?: Profile | undefined;
  readonly which?: Which | undefined;
  /** Keys that may have signed the tokens; default: those that the server publishes. */
  readonly keys?: readonly JsonObject[] | undefined;
  readonly secret?: Uint8Array | undefined;
  /** Whom the tokens must be meant for; default: nobody in particular. */
  readonly audience?: string | undefined;
  /** Judged as well. */
  readonly server?: ServerSubject | undefined;
  readonly baseline?: readonly BaselineEntry[] | undefined;
}

export interface LintedToken {
  readonly origin: string;
  /** Null where it was not read from a file. */
  readonly file: string | null;
  /** From 1; only where the file has several. */
  readonly line?: number;
  /** Null where it cannot be read at all. */
  readonly format: ParsedToken['format'] | null;
  readonly kind: Kind;
  /** `sha256:` and the first 16 hexadecimal digits of the token's hash. */
  readonly fingerprint: string;
}

export interface LintResult {
  /** A token that was given twice is here once. */
  readonly tokens: readonly LintedToken[];
  /** Where what was judged beside the tokens is published; null where nothing was. */
  readonly server: JudgedServer | null;
  /** The worst first; not those that the baseline accepts. */
  readonly findings: readonly PlacedFinding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly stale: readonly BaselineEntry[];
  /** The instant it was judged at, in seconds since the epoch. */
  readonly at: number;
}

export interface JudgedServer {
  /** Null for a key set alone. */
  readonly issuer: string | null;
  /** Null where the key set was a file, or is named nowhere. */
  readonly keySetUrl: string | null;
  readonly keys: number;
}

/**
 * Judges tokens by every rule, and the server that issued them where it is given. Verifies nothing.
 *
 * @param now - seconds since the epoch.
 * @throws {AuthctlError} `NOT_A_TOKEN` where a text is none and no rule on encoding says why; nothing else.
 */
export function lintTokens(inputs: readonly LintInput[], now: number, options: LintOptions = {}): LintResult {
  const { server } = options;
  const keys = options.keys ?? server?.keys ?? [];
  const read = inputs.map((input) => readInput(input, now, { ...options, keys }));
  const unique = firstOfEach(read);
  const together = lintBatch(
    rules,
    read.map(({ subject }) => subject),
    options,
  );
  const found = [
    ...unique.flatMap(({ own, token }) => placed(own, token.fingerprint)),
    ...read.flatMap(({ token }, index) => placed(together[index] ?? [], token.fingerprint)),
    ...placed(lintKeys(rules, keys, options), ''),
    ...placed(server ? lintServer(rules, server, options) : [], ''),
  ];
  const tokens = unique.map(({ token }) => token);
  const judged = tokens.map(({ fingerprint }) => fingerprint);
  const verdict = applyBaseline(options.baseline ?? [], found, judged);
  return { tokens, server: server ? describeServer(server) : null, ...verdict, at: now };
}

function firstOfEach<Read extends { readonly token: LintedToken }>(read: readonly Read[]): readonly Read[] {
  const seen = new Set<string>();
  return read.filter(({ token: { fingerprint } }) => !seen.has(fingerprint) && seen.add(fingerprint));
}

const placed = (findings: readonly Finding[], token: string): readonly PlacedFinding[] =>
  findings.map((finding) => ({ ...finding, token }));

const describeServer = ({ issuer, keySetUrl, keys }: ServerSubject): JudgedServer => ({
  issuer,
  keySetUrl,
  keys: keys.length,
});

/** What says better than the refusal why a text cannot be read. */
const EXPLAIN_A_REFUSAL = ['format.not-compact', 'format.header-not-object'];

function readInput(input: LintInput, now: number, options: LintOptions) {
  const { token: text, wrappings } = unwrap(input.text, options.which);
  const { opened } = input;
  const { subject, refusal } = readSubject(text, now, {
    ...options,
    opened,
    inUrl: wrappings.includes('url'),
  });
  const own = lintToken(rules, subject, options);
  if (refusal !== null && !own.some(({ id }) => EXPLAIN_A_REFUSAL.includes(id))) throw refusal;
  return { subject, own, token: describe(input, subject) };
}

function describe({ origin, file, line }: LintInput, { text, token, kind }: TokenSubject): LintedToken {
  const hash = createHash('sha256').update(text).digest('hex');
  return {
    origin,
    file: file ?? null,
    ...(line === undefined ? {} : { line }),
    format: token?.format ?? null,
    kind,
    fingerprint: `sha256:${hash.slice(0, 16)}`,
  };
}
