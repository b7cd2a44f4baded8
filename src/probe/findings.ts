import { outcomeOf } from './compare.js';
import { expectationOf, isAnonymous } from './expectation.js';
import { type CellFindingClass, findingClasses, violationClass } from './finding-classes.js';
import { TOLD_IN_BODY } from './judgement.js';
import { grantsOf } from './objects.js';
import type { Plan, PlannedCell } from './plan.js';
import { curlLine } from './repeat.js';
import type { Cell, Confidence, Finding } from './result.js';
import { routeKey } from './route-key.js';

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
export function findingsOf(plan: Plan, cells: readonly Cell[]): readonly Finding[] {
  const defects = new Map<string, Defect>();
  for (const [index, cell] of cells.entries()) {
    const planned = plan.cells[index];
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
function rolledUp(defects: ReadonlyMap<string, Defect>, cells: readonly Cell[]): ReadonlyMap<string, Defect> {
  const kept = new Map<string, Defect>();
  for (const [id, defect] of defects) {
    const cell = cells[defect.cells[0] ?? -1];
    if (!cell) continue;
    const candidates = [
      ...(cell.method === 'HEAD' ? [idOf(defect.class, { ...cell, method: 'GET' })] : []),
      ...(GUARDED.includes(defect.class) ? [idOf('exposed', cell)] : []),
    ];
    const cause = candidates.find((candidate) => defects.has(candidate)) ?? id;
    const rolled = kept.get(cause) ?? { class: defects.get(cause)?.class ?? defect.class, cells: [] };
    rolled.cells.push(...defect.cells);
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
  cells: readonly Cell[],
  id: string,
  defect: { readonly class: CellFindingClass; readonly cells: readonly number[] },
): Finding {
  const { severity, cwe, owasp, message } = findingClasses[defect.class];
  const evidence = defect.cells.flatMap((index) => {
    const [cell, planned] = [cells[index], plan.cells[index]];
    return cell && planned ? [{ cell, planned }] : [];
  });
  const confidence = evidence.map(({ cell }) => cell.confidence ?? 'possible').toSorted(byStrength)[0];
  const strongest = evidence.find(({ cell }) => (cell.confidence ?? 'possible') === confidence);
  const who = [...new Set(evidence.map(({ cell }) => named(cell)))].join(', ');
  return {
    id,
    class: defect.class,
    severity,
    confidence: confidence ?? 'possible',
    cwe,
    owasp,
    cells: defect.cells,
    message: `${whereOf(evidence)}: ${message.replace('{who}', () => who)}${detail(defect.class, evidence)}`,
    waived: null,
    repeat: strongest ? curlLine(plan.api, strongest.planned) : '',
  };
}

/** Routes that are named in a message; more are counted. */
const NAMED = 3;

function whereOf(evidence: readonly { readonly cell: Cell }[]): string {
  const routes = [...new Set(evidence.map(({ cell }) => `${cell.method} ${cell.path}`))];
  const isOne =
    evidence[0]?.cell.method === 'HEAD' || new Set(evidence.map(({ cell }) => cell.path)).size === 1;
  if (isOne) return routes[0] ?? '';
  const more = routes.length > NAMED ? ` and ${routes.length - NAMED} more` : '';
  return `${routes.slice(0, NAMED).join(', ')}${more}`;
}

/** What members a body shows, and that a denial was none. */
function detail(found: CellFindingClass, evidence: readonly { readonly cell: Cell }[]): string {
  if (found !== 'bopla') return '';
  return `: ${[...new Set(evidence.flatMap(({ cell }) => cell.exposes))].join(', ')}`;
}

const byStrength = (one: Confidence, other: Confidence): number =>
  strength.indexOf(other) - strength.indexOf(one);

const named = ({ subject, role }: Cell): string => (subject === role ? subject : `${subject} (${role})`);
