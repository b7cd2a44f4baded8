import { estimate } from '../probe/estimate.js';
import { isAnonymous } from '../probe/expectation.js';
import type { Expectation } from '../probe/model.js';
import type { Plan, PlannedCell } from '../probe/plan.js';
import { sentOf } from '../probe/plan-tally.js';
import { count } from './count.js';
import { faint, type Line, type Renderer, strong } from './text.js';

/** What `probe --dry-run` prints: every request, none of them sent. */
export const planRenderer: Renderer<Plan> = {
  schema: 'authctl/probe-plan@1',
  json: (plan) => ({
    api: plan.api,
    subjects: plan.subjects.map(({ name, role }) => ({ name, role })),
    cells: Array.from(plan.cells, ({ route, url, subject, relation, effect, expected, skip }) => ({
      method: route.method,
      path: route.path,
      url,
      subject: subject.name,
      role: subject.role,
      relation,
      effect,
      expected: expectationName(expected),
      skip,
    })),
    requests: sentOf(plan.tally),
    skipped: plan.cells.length - sentOf(plan.tally),
  }),
  text: (plan) => [
    [strong(`Would ask ${plan.api}`)],
    ...Array.from(plan.cells, cellLine),
    '',
    `${count(plan.cells.length, 'cell')}: ${count(sentOf(plan.tally), 'request')}, ` +
      `${plan.cells.length - sentOf(plan.tally)} skipped; controls come on top`,
  ],
};

/** What is about to happen, in one line. */
export function announcement(
  plan: Plan,
  { rate, now }: { readonly rate?: number | undefined; readonly now: number },
): string {
  const persons = plan.subjects.filter(({ twinOf }) => twinOf === undefined);
  const known = persons.filter((subject) => !isAnonymous(subject)).length;
  const twice = persons.length < plan.subjects.length ? ' with two logins each' : '';
  const who = [
    ...(known === 0 ? [] : [`${count(known, 'subject')}${twice}`]),
    ...(known < persons.length ? ['an anonymous caller'] : []),
  ].join(' and ');
  const sent = sentOf(plan.tally);
  const skipped = plan.cells.length - sent;
  const left = skipped === 0 ? '' : `; ${count(skipped, 'cell')} skipped${skippedBecause(plan)}`;
  const { requests, seconds } = estimate(plan, rate);
  const ending = plan.subjects.filter(
    ({ credential }) => (credential?.expiresAt ?? now + seconds + 1) <= now + seconds,
  );
  const renewed = ending.length === 0 ? '' : `, ${count(ending.length, 'token')} to refresh`;
  return (
    `probing ${plan.api}: ${who} on ${count(plan.routes.length, 'route')}, ${count(sent, 'cell')} to ask with about ` +
    `${count(requests, 'request')}, ${duration(seconds)}${renewed}${left}`
  );
}

const duration = (seconds: number): string =>
  seconds < 120 ? count(seconds, 'second') : count(Math.ceil(seconds / 60), 'minute');

/** What would have to be allowed. */
function skippedBecause({ tally: { skipped } }: Plan): string {
  const flags = [
    ...(skipped.has('write') ? ['--allow-writes'] : []),
    ...(skipped.has('delete') ? ['--allow-delete'] : []),
  ];
  return flags.length === 0 ? '' : ` without ${flags.join(' and ')}`;
}

function cellLine({ route, url, subject, relation, expected, skip }: PlannedCell): Line {
  const object = relation === null ? '' : `, ${relation}`;
  const meant =
    skip === null ? `expected: ${expectationName(expected) ?? 'nothing said'}` : `skipped: ${skip}`;
  return [`  ${route.method.padEnd(6)} ${readable(url)}  ${subject.name}${object}  `, faint(meant)];
}

/** What is captured during the run stands between braces. */
const readable = (url: string): string => url.replace(/%7B/gi, '{').replace(/%7D/gi, '}');

function expectationName(expected: Expectation | null): string | null {
  if (expected === null) return null;
  return expected.verdict === 'deny' && expected.kind ? `deny: ${expected.kind}` : expected.verdict;
}
