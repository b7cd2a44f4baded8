import type { DenialKind } from './model.js';
import type { Plan } from './plan.js';
import { curlLine } from './repeat.js';
import type { Cell, Finding, FindingClass, ProbedSubject } from './result.js';

interface Placed {
  readonly cell: Cell;
  /** Among all cells. */
  readonly index: number;
}

/** One request of one person, sent with two logins. */
interface Pair {
  readonly one: Placed;
  readonly twin: Placed;
}

type Person = Pick<ProbedSubject, 'name' | 'twinOf'>;

/** How two logins of one person compare on one request. `denial`: both are denied, each in another way. */
type Likeness = 'alike' | 'different' | 'denial' | 'open' | 'unasked';

/** How many requests were compared, and what came of that. */
export interface ParityCount {
  readonly alike: number;
  /** Access, or the way in which it is denied, is another one. */
  readonly different: number;
  /** Pairs of which at least one was inconclusive. */
  readonly open: number;
}

/**
 * @param cells - those of a route one after the other.
 * @returns undefined where nobody was asked in two ways.
 */
export function parityOf(cells: Iterable<Cell>, subjects: readonly Person[]): ParityCount | undefined {
  if (!subjects.some(({ twinOf }) => twinOf !== undefined)) return undefined;
  const count = { alike: 0, different: 0, denial: 0, open: 0, unasked: 0 };
  for (const pair of pairsIn(cells, subjects)) count[likenessOf(pair)] += 1;
  return { alike: count.alike, different: count.different + count.denial, open: count.open };
}

/** Routes on which it matters how one is logged in: each is one defect, its pairs the evidence. */
export function parityFindings(plan: Plan, cells: Iterable<Cell>): readonly Finding[] {
  const defects = new Map<string, { readonly class: ParityClass; readonly pairs: Pair[] }>();
  for (const pair of pairsIn(cells, plan.subjects)) {
    const likeness = likenessOf(pair);
    if (likeness !== 'different' && likeness !== 'denial') continue;
    const found = CLASSES[likeness];
    const id = `${found.class} ${pair.one.cell.method} ${pair.one.cell.path}`;
    const defect = defects.get(id) ?? { class: found, pairs: [] };
    defect.pairs.push(pair);
    defects.set(id, defect);
  }
  return [...defects].map(([id, defect]) => findingOf(plan, id, defect.class, defect.pairs));
}

/** The cells of each subject and those of its twin on a route, in the order of the plan, which is the same for both. */
function* pairsIn(cells: Iterable<Cell>, subjects: readonly Person[]): Generator<Pair> {
  const twins = subjects.flatMap(({ name, twinOf }) => (twinOf === undefined ? [] : { name, twinOf }));
  for (const ofRoute of byRoute(cells)) {
    const cellsOf = (name: string): readonly Placed[] => ofRoute.filter(({ cell }) => cell.subject === name);
    for (const { name, twinOf } of twins) {
      const others = cellsOf(twinOf);
      for (const [place, twin] of cellsOf(name).entries()) {
        const one = others[place];
        if (one) yield { one, twin };
      }
    }
  }
}

function* byRoute(cells: Iterable<Cell>): Generator<readonly Placed[]> {
  let ofRoute: Placed[] = [];
  let index = 0;
  for (const cell of cells) {
    const last = ofRoute.at(-1)?.cell;
    if (last && (last.method !== cell.method || last.path !== cell.path)) {
      yield ofRoute;
      ofRoute = [];
    }
    ofRoute.push({ cell, index });
    index += 1;
  }
  yield ofRoute;
}

function likenessOf({ one, twin }: Pair): Likeness {
  const [first, second] = [one.cell, twin.cell];
  const verdicts = [first.verdict, second.verdict];
  if (verdicts.includes('skipped')) return 'unasked';
  if (verdicts.includes('inconclusive')) return 'open';
  if (sideOf(first) !== sideOf(second)) return 'different';
  if (first.exposes.join() !== second.exposes.join()) return 'different';
  return first.kind === second.kind ? 'alike' : 'denial';
}

/** What failed behind the guard got as far as what succeeded there. */
const sideOf = ({ verdict }: Cell): string => (verdict === 'reached' ? 'allow' : verdict);

interface ParityClass extends Pick<Finding, 'severity' | 'cwe' | 'owasp'> {
  readonly class: FindingClass;
}

/** With MITRE CWE numbers and categories of the OWASP API Security Top 10 (2023). */
const CLASSES: Readonly<Record<'different' | 'denial', ParityClass>> = {
  different: { class: 'parity', severity: 'high', cwe: 285, owasp: 'API5:2023' },
  denial: { class: 'parity-denial', severity: 'low', cwe: 204, owasp: null },
};

/** Pairs that are named in a message; more are counted. */
const NAMED = 3;

function findingOf(plan: Plan, id: string, found: ParityClass, pairs: readonly Pair[]): Finding {
  const evidence = pairs.flatMap(({ one, twin }) => [one, twin]);
  const said = pairs.map(({ one, twin }) => `${inWords(one.cell)}, ${inWords(twin.cell)}`);
  const more = said.length > NAMED ? `; and ${said.length - NAMED} more` : '';
  const strongest = evidence.find(({ cell }) => cell.verdict === 'allow') ?? evidence[0];
  const planned = strongest && plan.cells.at(strongest.index);
  return {
    ...found,
    id,
    confidence: strongest?.cell.confidence ?? 'likely',
    cells: evidence.map(({ index }) => index),
    message: `${strongest?.cell.method} ${strongest?.cell.path}: ${said.slice(0, NAMED).join('; ')}${more}`,
    waived: null,
    repeat: planned ? curlLine(plan.api, planned) : '',
  };
}

const DENIED = {
  '401': 'gets 401',
  '403': 'gets 403',
  hidden: 'gets 404',
  redirect: 'is redirected',
  soft: 'is denied in the body',
} as const satisfies Record<DenialKind, string>;

function inWords(cell: Cell): string {
  const { subject, role, relation, exposes } = cell;
  const who = `${subject} (${role})${relation === 'own' ? ' on its own' : ''}`;
  return `${who} ${outcomeInWords(cell)}${exposes.length === 0 ? '' : ` and gets ${exposes.join(', ')}`}`;
}

function outcomeInWords({ verdict, kind }: Cell): string {
  switch (verdict) {
    case 'allow':
      return 'may';
    case 'reached':
      return 'gets past the guard';
    case 'deny':
      return kind === null ? 'is denied' : DENIED[kind];
    default:
      return 'finds no such method';
  }
}
