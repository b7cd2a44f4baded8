import { isJsonObject, parseJson } from '../../token/json.js';
import type { Answer } from '../answer.js';
import type { ProbeCredential } from '../model.js';
import type { PlannedCell } from '../plan.js';
import type { Check } from '../result.js';
import { anyOf, entriesOf } from '../sequence.js';
import {
  aboutCell,
  type CheckBench,
  checkOf,
  isLetThrough,
  skippedCheck,
  unlessOpen,
  verdictOn,
} from './check-bench.js';

/** Header fields that name another method than the one that is sent. */
const OVERRIDES = ['x-http-method-override', 'x-http-method', 'x-method-override'];

/** A page that another party put somewhere, and the header fields that a browser sends for it. */
interface ForgedBy {
  readonly check: string;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
}

const OTHER_SITE: ForgedBy = {
  check: 'csrf',
  title: 'sent by a page of another site, with the cookie',
  headers: {
    origin: 'https://authctl.invalid',
    referer: 'https://authctl.invalid/',
    'sec-fetch-site': 'cross-site',
  },
};

/** Where a `SameSite` cookie still goes: another port or subdomain is the same site (RFC 6265bis section 5.2). */
function sameSite(api: string): ForgedBy {
  const { protocol, hostname } = new URL(api);
  const origin = `${protocol}//${hostname}:1`;
  return {
    check: 'csrf.same-site',
    title:
      'sent by a page of the same site, such as another port; SameSite keeps those of other sites from it',
    headers: { origin, referer: `${origin}/`, 'sec-fetch-site': 'same-site' },
  };
}

/** Checks that change something where the API is not sound; only what the run may send at all is sent. */
export async function checkWrites(bench: CheckBench): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const cell of first(bench, isRefusedWrite)) checks.push(await checkOverride(bench, cell));
  for (const cell of first(bench, isCookieWrite)) checks.push(await checkCrossSite(bench, cell));
  for (const cell of first(bench, isOwnWrite)) checks.push(await checkAssignment(bench, cell));
  return checks;
}

type Wanted = (bench: CheckBench, cell: PlannedCell, index: number) => boolean;

/** One cell for each route. */
function first(bench: CheckBench, isWanted: Wanted): readonly PlannedCell[] {
  const targets = new Map<string, PlannedCell>();
  for (const [index, cell] of entriesOf(bench.plan.cells)) {
    const { route, effect, skip, setup, teardown } = cell;
    if (effect === 'read' || skip !== null || setup !== null || teardown !== null) continue;
    const key = `${route.method} ${route.path}`;
    if (!targets.has(key) && isWanted(bench, cell, index)) targets.set(key, cell);
  }
  return [...targets.values()];
}

/** Of somebody who may read what it may not write: the guard of the read is the one that is passed. */
const isRefusedWrite: Wanted = ({ plan, cells }, { reader, expected, subject, url }, index) =>
  cells.at(index)?.verdict === 'deny' &&
  expected?.verdict === 'deny' &&
  reader !== null &&
  anyOf(
    entriesOf(plan.cells),
    ([at, { route, ...other }]) =>
      route.method === 'GET' &&
      other.subject === subject &&
      other.url === url &&
      cells.at(at)?.verdict === 'allow',
  );

const isCookieWrite: Wanted = (bench, { subject, effect }, index) => {
  const credential = bench.credentialOf(subject);
  const isCookie =
    credential?.kind === 'cookie' || (credential?.kind === 'composed' && 'cookie' in credential.headers);
  return effect === 'write' && bench.cells.at(index)?.verdict === 'allow' && isCookie;
};

const isOwnWrite: Wanted = ({ cells }, { effect, privileged, reader }, index) =>
  effect === 'write' && cells.at(index)?.verdict === 'allow' && privileged !== null && reader !== null;

/** A GET that may be sent, and says that it is the method that may not. */
async function checkOverride(bench: CheckBench, cell: PlannedCell): Promise<Check> {
  const about = {
    ...aboutCell(cell),
    check: 'request.method-override',
    title: `GET that says it is ${cell.route.method}`,
  };
  const headers = Object.fromEntries(OVERRIDES.map((name) => [name, cell.route.method]));
  const plain = await bench.ask(cell, { method: 'GET', body: null });
  const before = await look(bench, cell);
  if (isGone(before)) return skippedCheck(about, 'needs an object that this run does not delete');
  if (!isLetThrough(plain) || !isLetThrough(before)) return checkOf(about, 'inconclusive', plain);
  const carried = { method: 'GET', headers, safe: false };
  const answer = await bench.ask(cell, carried);
  const after = await look(bench, cell);
  const isChanged = digestOf(after) !== digestOf(before);
  const isOther = isLetThrough(answer) && statusOf(answer) !== statusOf(plain);
  const verdict = isChanged || isOther ? 'accepted' : 'refused';
  return checkOf(about, unlessOpen([answer, after], cell.decide, verdict), answer);
}

const NO_COOKIES: ProbeCredential = { kind: 'cookie', cookies: [] };

/** What a page of another site would have the browser of this subject send. */
async function checkCrossSite(bench: CheckBench, cell: PlannedCell): Promise<Check> {
  const own = withoutCsrf(bench.credentialOf(cell.subject) ?? NO_COOKIES);
  const fromElsewhere = leaking(own);
  const keepsOut = fromElsewhere.kind === 'cookie' && fromElsewhere.cookies.length === 0;
  const { headers: forged, ...forgery } = keepsOut ? sameSite(bench.plan.api) : OTHER_SITE;
  const about = { ...aboutCell(cell), ...forgery };
  const headers = Object.fromEntries(
    Object.keys(cell.headers)
      .filter((name) => /csrf|xsrf/i.test(name))
      .map((name) => [name, '']),
  );
  const answer = await bench.ask(cell, {
    headers: { ...headers, ...forged },
    credential: keepsOut ? own : fromElsewhere,
    safe: false,
  });
  return checkOf(about, verdictOn(answer, cell.decide), answer);
}

/** The cookies that a browser sends with what a page of another site has it send; any other credential as it is. */
function leaking(credential: ProbeCredential): ProbeCredential {
  if (credential.kind !== 'cookie') return credential;
  return { ...credential, cookies: credential.cookies.filter(({ sameSite: rule }) => rule === undefined) };
}

/** What a browser sends by itself: cookies, and no token of the page. */
const withoutCsrf = (credential: ProbeCredential): ProbeCredential =>
  credential.kind === 'cookie' ? { kind: 'cookie', cookies: credential.cookies } : credential;

/** A write of the subject's own with members that are not for it to set; what it changed is set back. */
async function checkAssignment(bench: CheckBench, cell: PlannedCell): Promise<Check> {
  const about = { ...aboutCell(cell), check: 'mass-assignment', title: 'members that are not for it to set' };
  const { privileged, body } = cell;
  const sent = membersOf(body ?? '{}');
  const before = membersOf(textOf(await look(bench, cell)));
  if (privileged === null || sent === undefined || before === undefined)
    return checkOf(about, 'inconclusive');
  const write = (members: object) =>
    bench.ask(cell, { body: JSON.stringify({ ...sent, ...members }), safe: false });
  const answer = await write(privileged);
  const afterwards = await look(bench, cell);
  const after = membersOf(textOf(afterwards)) ?? {};
  const changed = Object.keys(privileged).filter(
    (name) => after[name] === privileged[name] && before[name] !== after[name],
  );
  if (changed.length === 0)
    return checkOf(about, unlessOpen([answer, afterwards], cell.decide, 'refused'), answer);
  await write(Object.fromEntries(changed.map((name) => [name, before[name]])));
  return checkOf(about, 'accepted', answer);
}

async function look(bench: CheckBench, cell: PlannedCell): Promise<Answer> {
  const { reader } = cell;
  if (reader === null) return { kind: 'unsent', why: 'setup' };
  const { subject, url, headers } = reader;
  return bench.ask(
    { ...cell, subject, headers },
    { method: 'GET', url, body: null, keepsBody: true, credential: bench.credentialOf(subject) ?? null },
  );
}

const isGone = (answer: Answer): boolean => [404, 410].includes(statusOf(answer) ?? 0);

const digestOf = (answer: Answer): string | null => (answer.kind === 'reply' ? answer.body.digest : null);
const statusOf = (answer: Answer): number | null => (answer.kind === 'reply' ? answer.status : null);
const textOf = (answer: Answer): string => (answer.kind === 'reply' ? (answer.text ?? '') : '');

/** The members of a JSON object; undefined for anything else. */
function membersOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}
