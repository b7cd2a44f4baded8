import { isAnonymous } from '../probe/expectation.js';
import type { Expectation } from '../probe/model.js';
import type { Plan, PlannedCell } from '../probe/plan.js';
import { count } from './count.js';
import { faint, type Line, type Renderer, strong } from './text.js';

/** What `probe --dry-run` prints: every request, none of them sent. */
export const planRenderer: Renderer<Plan> = {
  schema: 'authctl/probe-plan@1',
  json: (plan) => ({
    api: plan.api,
    subjects: plan.subjects.map(({ name, role }) => ({ name, role })),
    cells: plan.cells.map(({ route, url, subject, relation, expected, skip }) => ({
      method: route.method,
      path: route.path,
      url,
      subject: subject.name,
      role: subject.role,
      relation,
      expected: expectationName(expected),
      skip,
    })),
    requests: sentCells(plan).length,
    skipped: plan.cells.length - sentCells(plan).length,
  }),
  text: (plan) => [
    [strong(`Would ask ${plan.api}`)],
    ...plan.cells.map(cellLine),
    '',
    `${count(plan.cells.length, 'cell')}: ${count(sentCells(plan).length, 'request')}, ` +
      `${plan.cells.length - sentCells(plan).length} skipped; controls come on top`,
  ],
};

/** What is about to happen, in one line. */
export function announcement(plan: Plan): string {
  const known = plan.subjects.filter((subject) => !isAnonymous(subject)).length;
  const who = [
    ...(known === 0 ? [] : [count(known, 'subject')]),
    ...(known < plan.subjects.length ? ['an anonymous caller'] : []),
  ].join(' and ');
  const sent = sentCells(plan).length;
  const skipped = plan.cells.length - sent;
  const left = skipped === 0 ? '' : `; ${count(skipped, 'cell')} skipped: only GET and HEAD are sent`;
  return `probing ${plan.api}: ${who} on ${count(plan.routes.length, 'route')}, ${count(sent, 'cell')} to ask${left}`;
}

const sentCells = ({ cells }: Plan): readonly PlannedCell[] => cells.filter(({ skip }) => skip === null);

function cellLine({ route, url, subject, relation, expected, skip }: PlannedCell): Line {
  const object = relation === null ? '' : `, ${relation}`;
  const meant =
    skip === null ? `expected: ${expectationName(expected) ?? 'nothing said'}` : `skipped: ${skip}`;
  return [`  ${route.method.padEnd(6)} ${url}  ${subject.name}${object}  `, faint(meant)];
}

function expectationName(expected: Expectation | null): string | null {
  if (expected === null) return null;
  return expected.verdict === 'deny' && expected.kind ? `deny: ${expected.kind}` : expected.verdict;
}
