import { AuthctlError } from '../../errors.js';
import type { Finding } from '../finding.js';
import { isJsonObject, type JsonObject, type JsonValue, memberOf, readJson } from '../json.js';

/** The `schema` field of a baseline file. */
export const BASELINE_SCHEMA = 'authctl/lint-baseline@1';

/** A finding that is known and accepted. */
export interface BaselineEntry {
  readonly rule: string;
  /** The place, see `Match`; absent: anywhere. */
  readonly at?: string;
  /** Fingerprint of the only token that it is accepted in; absent: in every token. */
  readonly token?: string;
  /** Why it is accepted, for people. */
  readonly reason?: string;
}

/** A finding in the token with this fingerprint; empty where it is about a server. */
export interface PlacedFinding extends Finding {
  readonly token: string;
}

export interface AcceptedFinding extends PlacedFinding {
  /** As the baseline gives it. */
  readonly reason: string | undefined;
}

export interface BaselineVerdict {
  /** Not in the baseline. */
  readonly findings: readonly PlacedFinding[];
  readonly accepted: readonly AcceptedFinding[];
  /** Entries that nothing matched, though a token they are about was judged. */
  readonly stale: readonly BaselineEntry[];
}

const accepts = (entry: BaselineEntry, { id, at, token }: PlacedFinding): boolean =>
  entry.rule === id && (entry.at ?? at) === at && (entry.token ?? token) === token;

/**
 * Parts what is new from what is accepted.
 *
 * @param judged - fingerprints of the tokens that were judged: entries for other tokens are not stale.
 */
export function applyBaseline(
  entries: readonly BaselineEntry[],
  findings: readonly PlacedFinding[],
  judged: readonly string[],
): BaselineVerdict {
  const entryFor = (finding: PlacedFinding) => entries.find((entry) => accepts(entry, finding));
  const isStale = (entry: BaselineEntry) =>
    (entry.token === undefined || judged.includes(entry.token)) &&
    !findings.some((finding) => accepts(entry, finding));
  return {
    findings: findings.filter((finding) => entryFor(finding) === undefined),
    accepted: findings.flatMap((finding) => {
      const entry = entryFor(finding);
      return entry ? [{ ...finding, reason: entry.reason }] : [];
    }),
    stale: entries.filter(isStale),
  };
}

/** A place in a header or among claims is the same in the next token of this issuer; the text of a token is not. */
const RECURRING = /^\/(header|payload|metadata|keys)(\/|$)/;

/**
 * The entries that accept exactly these findings: those of before that are still needed, with their reasons, those
 * for other tokens, and new ones. Sorted, so that the same findings give the same file.
 */
export function updatedBaseline(
  entries: readonly BaselineEntry[],
  findings: readonly PlacedFinding[],
  judged: readonly string[],
): readonly BaselineEntry[] {
  const { findings: fresh, stale } = applyBaseline(entries, findings, judged);
  const kept = entries.filter((entry) => !stale.includes(entry));
  const added = fresh.map(newEntry).filter(isFirst);
  return [...kept, ...added].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function newEntry({ id, at, token }: PlacedFinding): BaselineEntry {
  return RECURRING.test(at) || token === '' ? { rule: id, at } : { rule: id, token };
}

const sortKey = ({ rule, at = '', token = '' }: BaselineEntry): string => JSON.stringify([rule, at, token]);

const isFirst = (entry: BaselineEntry, index: number, all: readonly BaselineEntry[]): boolean =>
  all.findIndex((other) => sortKey(other) === sortKey(entry)) === index;

/** The file: one entry a line, so that a change to it reads well. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
  return `{\n  "schema": "${BASELINE_SCHEMA}",\n  "accepted": [${lines === '' ? '' : `\n${lines}\n  `}]\n}\n`;
}

/**
 * Reads a baseline file.
 *
 * @param file - as it is named in messages.
 * @throws {AuthctlError} `CONFIG_INVALID`, saying what was expected where.
 */
export function parseBaseline(text: string, file: string): readonly BaselineEntry[] {
  const document = readJson(text)?.value;
  if (!isJsonObject(document)) throw invalid(file, 'it is not a JSON object');
  if (memberOf(document, 'schema') !== BASELINE_SCHEMA)
    throw invalid(file, `its \`schema\` is not ${BASELINE_SCHEMA}`);
  const accepted = memberOf(document, 'accepted');
  if (!Array.isArray(accepted)) throw invalid(file, 'its `accepted` is not a list');
  return accepted.map((entry: JsonValue, index) => {
    const read = isJsonObject(entry) ? readEntry(entry) : undefined;
    if (read === undefined) {
      const expected = '`rule`, a string, and `at` or `token` or both, and perhaps `reason`';
      throw invalid(file, `entry ${index + 1} of \`accepted\` is wrong: expected an object with ${expected}`);
    }
    return read;
  });
}

const ENTRY_MEMBERS: readonly string[] = ['rule', 'at', 'token', 'reason'];

function readEntry(entry: JsonObject): BaselineEntry | undefined {
  const isText = Object.entries(entry).every(
    ([name, value]) => ENTRY_MEMBERS.includes(name) && typeof value === 'string',
  );
  const isPlaced = memberOf(entry, 'at') !== undefined || memberOf(entry, 'token') !== undefined;
  return isText && isPlaced && memberOf(entry, 'rule') !== undefined
    ? (entry as unknown as BaselineEntry)
    : undefined;
}

function invalid(file: string, what: string): AuthctlError {
  return new AuthctlError('CONFIG_INVALID', `${file} is no baseline: ${what}`, {
    hint: 'write it anew with --update-baseline',
  });
}
