import { expectationOf, isAnonymous } from './expectation.js';
import { findingClasses, violationClass } from './finding-classes.js';
import type { Cell, Confidence, Finding, FindingClass } from './model.js';
import type { Plan, PlannedCell } from './plan.js';
import { curlLine } from './repeat.js';

const strength: readonly Confidence[] = ['possible', 'likely', 'proven', 'confirmed'];
const weight: readonly Finding['severity'][] = ['info', 'low', 'medium', 'high', 'critical'];

/**
 * The defects of a run: cells of one class on one route are one defect. Worst first, then in the order of routes.
 *
 * @param cells - by the same index as the plan's.
 */
export function findingsOf(plan: Plan, cells: readonly Cell[]): readonly Finding[] {
  const defects = new Map<string, { class: FindingClass; cells: number[] }>();
  for (const [index, cell] of cells.entries()) {
    const planned = plan.cells[index];
    if (!planned) continue;
    for (const found of classesOf(plan, planned, cell)) {
      const id = `${found} ${cell.method} ${cell.path}`;
      const defect = defects.get(id);
      if (defect) defect.cells.push(index);
      else defects.set(id, { class: found, cells: [index] });
    }
  }
  return [...defects]
    .map(([id, defect]) => findingOf(plan, cells, id, defect))
    .toSorted((one, other) => weight.indexOf(other.severity) - weight.indexOf(one.severity));
}

function classesOf(plan: Plan, planned: PlannedCell, cell: Cell): readonly FindingClass[] {
  const classes: FindingClass[] = [];
  if (cell.outcome === 'violation') classes.push(violationClass(cell, isAnonymous(planned.subject)));
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
  defect: { readonly class: FindingClass; readonly cells: readonly number[] },
): Finding {
  const { severity, cwe, owasp, message } = findingClasses[defect.class];
  const evidence = defect.cells.flatMap((index) => {
    const [cell, planned] = [cells[index], plan.cells[index]];
    return cell && planned ? [{ cell, planned }] : [];
  });
  const confidence = evidence.map(({ cell }) => cell.confidence ?? 'possible').toSorted(byStrength)[0];
  const strongest = evidence.find(({ cell }) => (cell.confidence ?? 'possible') === confidence);
  const who = [...new Set(evidence.map(({ cell }) => named(cell)))].join(', ');
  const { method = '', path = '' } = evidence[0]?.cell ?? {};
  return {
    id,
    class: defect.class,
    severity,
    confidence: confidence ?? 'possible',
    cwe,
    owasp,
    cells: defect.cells,
    message: `${method} ${path}: ${message.replace('{who}', who)}`,
    repeat: strongest ? curlLine(plan.api, strongest.planned) : '',
  };
}

const byStrength = (one: Confidence, other: Confidence): number =>
  strength.indexOf(other) - strength.indexOf(one);

const named = ({ subject, role }: Cell): string => (subject === role ? subject : `${subject} (${role})`);
