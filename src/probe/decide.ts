import type { Decide, DenyCondition, StatusPattern } from '../config/probe-config.js';
import { atPointer, type JsonValue } from '../token/json.js';
import { type StatusClass, statusClass } from './status-class.js';

/** Whether a status is one of those written: `403`, or `4xx` for all of its class. */
export function statusIn(patterns: readonly StatusPattern[] | undefined, status: number): boolean {
  const [exact, ofClass] = [String(status), `${Math.floor(status / 100)}xx`];
  return patterns?.some((pattern) => pattern === exact || pattern === ofClass) ?? false;
}

/** What a status says, as the configuration tells, else as usual. A status by itself goes before its class. */
export function classOf(status: number, decide: Decide): StatusClass {
  const settings = [
    ['refused', decide.deny],
    ['not-found', decide.hide],
    ['success', decide.allow],
  ] as const;
  const exact = settings.find(([, patterns]) => patterns?.includes(String(status)));
  const found = exact ?? settings.find(([, patterns]) => statusIn(patterns, status));
  return found?.[0] ?? statusClass(status);
}

/** Of a received body, what conditions ask for. */
export interface ToldBody {
  readonly status: number;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly value: unknown;
  readonly empty: boolean;
}

/** More of a body is not searched for what a regular expression asks. In UTF-16 units. */
const SEARCHED = 65_536;

/** Whether a body meets one of the conditions of `denyWhen`. Those about a write's effect are judged elsewhere. */
export const deniesAsConfigured = (
  conditions: readonly DenyCondition[] | undefined,
  told: ToldBody,
): boolean => conditions?.some((condition) => isMet(condition, told)) ?? false;

function isMet(condition: DenyCondition, { status, text, value, empty }: ToldBody): boolean {
  const { pointer, equals, body } = condition;
  if (condition.unchanged) return false;
  if (condition.status && !statusIn(condition.status, status)) return false;
  if (condition.empty && !empty) return false;
  if (body !== undefined && !new RegExp(body).test(text.slice(0, SEARCHED))) return false;
  if (pointer === undefined) return true;
  const found = value === undefined ? undefined : atPointer(value as JsonValue, pointer);
  if (Object.hasOwn(condition, 'equals')) return found === equals;
  return found !== undefined && found !== null && found !== false;
}

/** Whether a write that changes nothing is a denial here. */
export const deniesUnchanged = ({ denyWhen = [] }: Decide, status: number): boolean =>
  denyWhen.some(
    (condition) => condition.unchanged && (!condition.status || statusIn(condition.status, status)),
  );

/** What a redirect to this place means, as configured; null where nothing is said. */
export function redirectMeans({ redirect = {} }: Decide, location: string): 'allow' | 'deny' | null {
  const { pathname, search, href } = new URL(location);
  const leadsTo = (globs: readonly string[] = []): boolean =>
    globs.some((glob) => [pathname, pathname + search, href].some((place) => matchesGlob(glob, place)));
  if (leadsTo(redirect.deny)) return 'deny';
  return leadsTo(redirect.allow) ? 'allow' : null;
}

/** Whether a text is what a pattern says, in which `*` stands for any characters. */
export function matchesGlob(glob: string, text: string): boolean {
  const parts = glob.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
