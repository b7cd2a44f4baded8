import type { Answer } from '../answer.js';
import { isAnonymous } from '../expectation.js';
import type { PlannedCell } from '../plan.js';
import type { Check } from '../result.js';
import { entriesOf } from '../sequence.js';
import { isCatchAll, isKnown } from '../witness.js';
import {
  aboutCell,
  type Changes,
  type CheckBench,
  type CheckScope,
  checkOf,
  isLetThrough,
  scopeKey,
  verdictOn,
} from './check-bench.js';

/** Header fields in which some APIs believe what a caller says of its role. */
const ROLE_HEADERS = ['x-role', 'x-user-role', 'x-roles', 'x-auth-role'];

interface Rewriting {
  readonly id: string;
  readonly title: string;
  /** Null where it does not apply to this request. */
  readonly changes: (cell: PlannedCell, bench: CheckBench) => Changes | null;
}

/** Ways to write a request that is refused, so that a guard may not know it again. */
const REWRITINGS: readonly Rewriting[] = [
  {
    id: 'request.head',
    title: 'HEAD in the place of GET',
    changes: ({ route }) => (route.method === 'GET' ? { method: 'HEAD' } : null),
  },
  {
    id: 'request.trailing-slash',
    title: 'a slash behind the path',
    changes({ url }) {
      const [path = '', ...query] = url.split('?');
      return path.endsWith('/') ? null : { url: [`${path}/`, ...query].join('?') };
    },
  },
  {
    id: 'request.role-header',
    title: 'a role in a header of its own',
    changes(cell, bench) {
      if (isAnonymous(cell.subject)) return null;
      const role = entitledTo(cell, bench)?.subject.role ?? bench.plan.subjects.at(-1)?.role ?? '';
      return role === cell.subject.role || role === ''
        ? null
        : { headers: Object.fromEntries(ROLE_HEADERS.map((name) => [name, role])) };
    },
  },
];

/** Requests that were refused, written in another way: a sound API refuses them still. */
export async function checkRewritten(bench: CheckBench, scope: CheckScope): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const cell of refusedReads(bench, scope)) {
    for (const rewriting of REWRITINGS) {
      const changes = rewriting.changes(cell, bench);
      if (changes) checks.push(await checkOne(bench, cell, rewriting, changes));
    }
  }
  return checks;
}

async function checkOne(
  bench: CheckBench,
  cell: PlannedCell,
  { id, title }: Rewriting,
  changes: Changes,
): Promise<Check> {
  const about = { ...aboutCell(cell), ...changed(cell, changes), check: id, title };
  const answer = await bench.ask(cell, changes);
  if (!isLetThrough(answer)) return checkOf(about, verdictOn(answer, cell.decide), answer);
  if (verdictOn(await bench.ask(cell), cell.decide) !== 'refused')
    return checkOf(about, 'inconclusive', answer);
  return checkOf(about, await verdictOnSuccess(bench, cell, changes, answer), answer);
}

const changed = ({ route, url }: PlannedCell, changes: Changes) => ({
  method: changes.method ?? route.method,
  url: changes.url ?? url,
});

/** Whether a success is one: not what any path gets, and for HEAD what somebody entitled gets, where that is known. */
async function verdictOnSuccess(
  bench: CheckBench,
  cell: PlannedCell,
  changes: Changes,
  answer: Answer,
): Promise<Check['verdict']> {
  const slash = changes.url === undefined ? '' : '/';
  const unknown = await bench.ask(cell, { ...changes, url: `/authctl-${bench.ports.randomId()}${slash}` });
  if (!isKnown(unknown)) return 'inconclusive';
  if (answer.kind === 'reply' && isCatchAll(answer, unknown)) return 'refused';
  if (changes.method !== 'HEAD') return 'accepted';
  const entitled = entitledTo(cell, bench);
  if (!entitled) return deniesByStatus(await bench.ask(cell)) ? 'accepted' : 'refused';
  const credential = bench.credentialOf(entitled.subject) ?? null;
  const right = await bench.ask(cell, { ...changes, credential });
  if (!isLetThrough(right)) return 'inconclusive';
  return answer.kind === 'reply' && answer.body.digest === digestOf(right) ? 'accepted' : 'refused';
}

const digestOf = (answer: Answer): string | null => (answer.kind === 'reply' ? answer.body.digest : null);

const deniesByStatus = (answer: Answer): boolean => answer.kind === 'reply' && answer.status >= 400;

/** Somebody who is let through by the very same request. */
function entitledTo(cell: PlannedCell, { plan, cells }: CheckBench): PlannedCell | undefined {
  const ofRoute = plan.cells.ofRoute(cell.route);
  return ofRoute.cells.find(
    ({ url }, at) => url === cell.url && cells.at(ofRoute.start + at)?.verdict === 'allow',
  );
}

/** For each route or group one refused read of somebody without credentials, and one of somebody with them. */
function refusedReads({ plan, cells }: CheckBench, scope: CheckScope): readonly PlannedCell[] {
  const targets = new Map<string, PlannedCell>();
  for (const [index, planned] of entriesOf(plan.cells)) {
    const { route, subject, effect, setup, expected } = planned;
    if (route.method !== 'GET' || effect !== 'read' || setup !== null) continue;
    if (
      cells.at(index)?.verdict !== 'deny' ||
      cells.at(index)?.kind === 'hidden' ||
      expected?.verdict === 'allow'
    )
      continue;
    const key = `${isAnonymous(subject) ? '' : 'as '}${scopeKey(planned, scope)}`;
    if (!targets.has(key)) targets.set(key, planned);
  }
  return [...targets.values()];
}
