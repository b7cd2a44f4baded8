import type { DenialKind, Expectation, Relation } from '../../src/probe/model.js';
import type { Cell, Finding, Outcome, ProbedSubject, ProbeResult, Reason } from '../../src/probe/result.js';

/** A cell in one word: `allow`, a kind of denial, `reached`, or `?`/`-` with the reason; `!` where it is unmet. */
export type Shorthand = 'allow' | 'reached' | 'not-applicable' | DenialKind | `?${Reason}` | `-${Reason}`;

export interface CellSketch {
  readonly method?: string;
  readonly path?: string;
  readonly url?: string;
  readonly subject?: string;
  readonly role?: string;
  readonly relation?: Relation;
  readonly is: Shorthand;
  readonly expected?: Expectation | null;
  readonly outcome?: Outcome;
  readonly notes?: readonly string[];
}

const STATUS: Readonly<Record<string, number>> = {
  allow: 200,
  '401': 401,
  '403': 403,
  hidden: 404,
  redirect: 302,
  soft: 200,
  reached: 409,
  'not-applicable': 405,
};

/** A whole cell from what matters of it. */
export function aCell(sketch: CellSketch): Cell {
  const { is, path = '/articles', subject = 'agus', role = 'reader', expected = null } = sketch;
  const judged = judge(is);
  return {
    method: sketch.method ?? 'GET',
    path,
    url: sketch.url ?? path.replaceAll(/\{[^}]*\}/g, '1'),
    subject,
    role,
    relation: sketch.relation ?? null,
    ...judged,
    status: STATUS[is] ?? null,
    attempts: judged.verdict === 'skipped' ? 0 : 1,
    expected,
    outcome: sketch.outcome ?? outcomeOf(judged.verdict, expected),
    confidence: judged.reason === null && judged.verdict !== 'not-applicable' ? 'likely' : null,
    durationMs: judged.verdict === 'skipped' ? 0 : 3,
    exposes: [],
    notes: sketch.notes ?? [],
  };
}

function judge(is: Shorthand): Pick<Cell, 'verdict' | 'kind' | 'reason'> {
  if (is === 'allow' || is === 'reached' || is === 'not-applicable')
    return { verdict: is, kind: null, reason: null };
  if (is.startsWith('?')) return { verdict: 'inconclusive', kind: null, reason: is.slice(1) as Reason };
  if (is.startsWith('-')) return { verdict: 'skipped', kind: null, reason: is.slice(1) as Reason };
  return { verdict: 'deny', kind: is as DenialKind, reason: null };
}

function outcomeOf(verdict: Cell['verdict'], expected: Expectation | null): Outcome {
  if (verdict === 'inconclusive' || verdict === 'skipped') return verdict;
  return expected === null ? 'observed' : 'as-expected';
}

export function aSubject(name: string, role: string, canary: ProbedSubject['canary'] = 'ok'): ProbedSubject {
  return { name, role, credential: name === 'anonymous' ? 'none' : 'bearer', canary };
}

export function aFinding(parts: Partial<Finding> = {}): Finding {
  return {
    id: 'privilege-escalation GET /users',
    class: 'privilege-escalation',
    severity: 'high',
    confidence: 'confirmed',
    cwe: 269,
    owasp: 'API5:2023',
    cells: [0],
    waived: null,
    message: 'reader reaches GET /users, which is meant for admin only',
    repeat: 'curl -sS -H "Authorization: Bearer $AGUS_TOKEN" http://127.0.0.1:4455/users',
    ...parts,
  };
}

/** A result whose routes and numbers follow from its cells, unless they are given. */
export function aResult(parts: Partial<ProbeResult> & Pick<ProbeResult, 'subjects' | 'cells'>): ProbeResult {
  const cells = [...parts.cells];
  const routes = new Map(cells.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  const of = (outcome: Outcome) => cells.filter((cell) => cell.outcome === outcome).length;
  return {
    api: 'http://127.0.0.1:4455',
    complete: true,
    stopped: null,
    policy: 'policy',
    routes: [...routes.values()].map((route) => ({
      ...route,
      declared: 'secured',
      source: 'openapi.json:1',
    })),
    findings: [],
    checks: [],
    coverage: {
      routes: routes.size,
      settled: routes.size,
      leftOut: 0,
      percent: 100,
      failUnder: null,
      unprobed: [],
    },
    waivers: [],
    drift: [],
    leftovers: [],
    summary: {
      cells: cells.length,
      asExpected: of('as-expected'),
      violations: of('violation'),
      waived: 0,
      drift: of('drift'),
      skipped: of('skipped'),
      inconclusive: of('inconclusive'),
      observed: of('observed'),
    },
    ...parts,
  };
}

const allow: Expectation = { verdict: 'allow' };
const deny: Expectation = { verdict: 'deny' };

/** The subjects of the bundled server. */
export const demoSubjects: readonly ProbedSubject[] = [
  { name: 'anonymous', role: 'anonymous', credential: 'none', canary: 'none' },
  aSubject('agus', 'reader'),
  aSubject('william', 'editor'),
  aSubject('sari', 'admin'),
];

/** One route for the four demo subjects. */
export function demoRoute(method: string, path: string, answers: readonly Shorthand[]): readonly Cell[] {
  return demoSubjects.flatMap(({ name, role }, at) => {
    const is = answers[at];
    if (is === undefined) return [];
    return [aCell({ method, path, subject: name, role, is, expected: is === 'allow' ? allow : deny })];
  });
}

/** The result that design and documentation show: the demo API with one hole. */
export function demoResult(): ProbeResult {
  const own = { method: 'DELETE', path: '/articles/{id}', relation: 'own' } as const;
  const cells = [
    ...demoRoute('GET', '/articles', ['401', 'allow', 'allow', 'allow']),
    ...demoRoute('GET', '/articles/{id}', ['401', 'allow', 'allow', 'allow']),
    ...demoRoute('DELETE', '/articles/{id}', ['401', '403', '403', 'allow']),
    aCell({ ...own, url: '/articles/1', subject: 'william', role: 'editor', is: 'allow', expected: allow }),
    aCell({ ...own, url: '/articles/2', subject: 'agus', role: 'reader', is: '403', expected: deny }),
    ...demoRoute('GET', '/users', ['401', 'allow', '403', 'allow']).map((cell) =>
      cell.subject === 'agus' ? { ...cell, expected: deny, outcome: 'violation' as const } : cell,
    ),
  ];
  const hole = cells.findIndex(({ outcome }) => outcome === 'violation');
  return aResult({ subjects: demoSubjects, cells, findings: [aFinding({ cells: [hole] })] });
}
