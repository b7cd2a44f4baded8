import { outcomeOf } from './compare.js';
import { expectationOf, isAnonymous } from './expectation.js';
import { type CellFindingClass, findingClasses, violationClass } from './finding-classes.js';
import { TOLD_IN_BODY } from './judgement.js';
import { grantsOf } from './objects.js';
import type { Plan, PlannedCell } from './plan.js';
import { curlLine } from './repeat.js';
import type { Cell, Confidence, Finding } from './result.js';
import { routeKey } from './route-key.js';
import { entriesOf, type Sequence } from './sequence.js';

const strength: readonly Confidence[] = ['possible', 'likely', 'proven', 'confirmed'];
const weight: readonly Finding['severity'][] = ['info', 'low', 'medium', 'high', 'critical'];

interface Defect {
  readonly class: CellFindingClass;
  readonly cells: number[];
}

/**
 * The defects of a run: cells of one class on one route are one defect, and so are those that one cause explains. Worst
 * first, then in the order of routes.
 *
 * @param cells - by the same index as the plan's.
 */
export function findingsOf(plan: Plan, cells: Sequence<Cell>): readonly Finding[] {
  const defects = new Map<string, Defect>();
  for (const [index, cell] of entriesOf(cells)) {
    const planned = plan.cells.at(index);
    if (!planned) continue;
    for (const found of classesOf(plan, planned, cell)) {
      const id = idOf(found, cell);
      const defect = defects.get(id);
      if (defect) defect.cells.push(index);
      else defects.set(id, { class: found, cells: [index] });
    }
  }
  return [...rolledUp(defects, cells)]
    .map(([id, defect]) => findingOf(plan, cells, id, defect))
    .toSorted((one, other) => weight.indexOf(other.severity) - weight.indexOf(one.severity));
}

const idOf = (found: CellFindingClass, { method, path }: Pick<Cell, 'method' | 'path'>): string =>
  OF_THE_WHOLE.includes(found) ? found : `${found} ${method} ${path}`;

/** What is a habit of an API, and no mistake of one route. */
const OF_THE_WHOLE: readonly CellFindingClass[] = ['soft-denial'];

/** Access that nothing guards is one defect whoever has it, and HEAD shows the same one as GET. */
function rolledUp(defects: ReadonlyMap<string, Defect>, cells: Sequence<Cell>): ReadonlyMap<string, Defect> {
  const kept = new Map<string, Defect>();
  for (const [id, defect] of defects) {
    const cell = cells.at(defect.cells[0] ?? -1);
    if (!cell) continue;
    const candidates = [
      ...(cell.method === 'HEAD' ? [idOf(defect.class, { ...cell, method: 'GET' })] : []),
      ...(GUARDED.includes(defect.class) ? [idOf('exposed', cell)] : []),
    ];
    const cause = candidates.find((candidate) => defects.has(candidate)) ?? id;
    const rolled = kept.get(cause) ?? { class: defects.get(cause)?.class ?? defect.class, cells: [] };
    for (const index of defect.cells) rolled.cells.push(index);
    kept.set(cause, rolled);
  }
  return kept;
}

/** What follows where nothing guards a route. */
const GUARDED: readonly CellFindingClass[] = ['privilege-escalation', 'bola'];

function classesOf(plan: Plan, planned: PlannedCell, cell: Cell): readonly CellFindingClass[] {
  const classes: CellFindingClass[] = [];
  const { subject, route } = planned;
  const key = routeKey(route.method, route.path);
  if (outcomeOf({ ...cell, exposes: [] }) === 'violation') {
    const grants = grantsOf({ route, policy: plan.policies.get(key) });
    const conditional = grants.some(({ role, when }) => role === subject.role && when !== undefined);
    classes.push(violationClass(cell, isAnonymous(subject), conditional));
  }
  if (cell.verdict === 'allow' && cell.exposes.length > 0) classes.push('bopla');
  if (cell.notes.includes(TOLD_IN_BODY)) classes.push('soft-denial');
  const isDescribed = plan.undescribed !== undefined && plan.undescribed.size < plan.routes.length;
  if (isDescribed && cell.verdict === 'allow' && plan.undescribed?.has(key)) classes.push('undeclared-route');
  const difference = plan.policies.size === 0 ? null : differenceFromDescription(planned, cell);
  if (difference) classes.push(difference);
  return classes;
}

/** How the description differs from the policy, or from what the API does in agreement with the policy. */
function differenceFromDescription({ route, subject, relation, expected }: PlannedCell, cell: Cell) {
  const { declared } = route;
  const described = expectationOf({ subject, relation, policy: undefined, declared });
  if (described === null || described.verdict === 'any' || expected === null || expected.verdict === 'any') {
    return null;
  }
  if (described.verdict === expected.verdict) return null;
  if (cell.outcome !== 'as-expected') return 'policy-spec-conflict';
  return cell.verdict === 'allow' && isAnonymous(subject) ? 'undocumented-public' : 'spec-lies';
}

function findingOf(
  plan: Plan,
  cells: Sequence<Cell>,
  id: string,
  defect: { readonly class: CellFindingClass; readonly cells: readonly number[] },
): Finding {
  const { severity, cwe, owasp, message } = findingClasses[defect.class];
  const { where, who, exposes, confidence, strongest } = evidenceIn(cells, defect.cells);
  const shown = defect.class === 'bopla' ? `: ${[...exposes].join(', ')}` : '';
  const planned = plan.cells.at(strongest);
  return {
    id,
    class: defect.class,
    severity,
    confidence,
    cwe,
    owasp,
    cells: defect.cells,
    message: `${where}: ${message.replace('{who}', () => [...who].join(', '))}${shown}`,
    waived: null,
    repeat: planned ? curlLine(plan.api, planned) : '',
  };
}

/** What the cells of a defect show together. */
interface DefectEvidence {
  readonly where: string;
  readonly who: ReadonlySet<string>;
  /** Members that their bodies show. */
  readonly exposes: ReadonlySet<string>;
  readonly confidence: Confidence;
  /** The first cell of that confidence. */
  readonly strongest: number;
}

function evidenceIn(cells: Sequence<Cell>, indices: readonly number[]): DefectEvidence {
  const [routes, paths] = [new Set<string>(), new Set<string>()];
  const [who, exposes] = [new Set<string>(), new Set<string>()];
  let [strongest, most] = [-1, -1];
  for (const index of indices) {
    const cell = cells.at(index);
    if (!cell) continue;
    routes.add(`${cell.method} ${cell.path}`);
    paths.add(cell.path);
    who.add(named(cell));
    for (const member of cell.exposes) exposes.add(member);
    const confidence = strength.indexOf(cell.confidence ?? 'possible');
    if (confidence > most) [strongest, most] = [index, confidence];
  }
  const isOne = cells.at(indices[0] ?? -1)?.method === 'HEAD' || paths.size === 1;
  return {
    where: whereIn([...routes], isOne),
    who,
    exposes,
    confidence: strength[most] ?? 'possible',
    strongest,
  };
}

/** Routes that are named in a message; more are counted. */
const NAMED = 3;

function whereIn(routes: readonly string[], isOne: boolean): string {
  if (isOne) return routes[0] ?? '';
  const more = routes.length > NAMED ? ` and ${routes.length - NAMED} more` : '';
  return `${routes.slice(0, NAMED).join(', ')}${more}`;
}

const named = ({ subject, role }: Cell): string => (subject === role ? subject : `${subject} (${role})`);
