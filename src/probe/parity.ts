import type { DenialKind } from './model.js';
import type { Plan } from './plan.js';
import { curlLine } from './repeat.js';
import type { Cell, Finding, FindingClass, ProbedSubject } from './result.js';

/** One request of one person, sent with two logins: indices into the cells. */
interface Pair {
  readonly one: number;
  readonly twin: number;
}

/** How two logins of one person compare on one request. `denial`: both are denied, each in another way. */
type Likeness = 'alike' | 'different' | 'denial' | 'open' | 'unasked';

/** How many requests were compared, and what came of that. */
export interface ParityCount {
  readonly alike: number;
  /** Access or denial is another one. */
  readonly different: number;
  /** Pairs of which at least one was inconclusive. */
  readonly open: number;
}

/** @returns undefined where nobody was asked in two ways. */
export function parityOf(
  cells: readonly Cell[],
  subjects: readonly Pick<ProbedSubject, 'name' | 'twinOf'>[],
): ParityCount | undefined {
  if (!subjects.some(({ twinOf }) => twinOf !== undefined)) return undefined;
  const found = pairsOf(cells, subjects).map((pair) => likenessOf(cells, pair));
  const count = (...wanted: readonly Likeness[]): number =>
    found.filter((likeness) => wanted.includes(likeness)).length;
  return { alike: count('alike'), different: count('different', 'denial'), open: count('open') };
}

/** Routes on which it matters how one is logged in: each is one defect, its pairs the evidence. */
export function parityFindings(plan: Plan, cells: readonly Cell[]): readonly Finding[] {
  const defects = new Map<string, { readonly class: ParityClass; readonly pairs: Pair[] }>();
  for (const pair of pairsOf(cells, plan.subjects)) {
    const likeness = likenessOf(cells, pair);
    const cell = cells[pair.one];
    if (!cell || (likeness !== 'different' && likeness !== 'denial')) continue;
    const found = CLASSES[likeness];
    const id = `${found.class} ${cell.method} ${cell.path}`;
    const defect = defects.get(id) ?? { class: found, pairs: [] };
    defect.pairs.push(pair);
    defects.set(id, defect);
  }
  return [...defects].map(([id, defect]) => findingOf(plan, cells, id, defect.class, defect.pairs));
}

/** The cells of each subject and those of its twin, in the order of the plan, which is the same for both. */
function pairsOf(
  cells: readonly Pick<Cell, 'method' | 'path' | 'subject'>[],
  subjects: readonly Pick<ProbedSubject, 'name' | 'twinOf'>[],
): readonly Pair[] {
  const twins = new Map(
    subjects.flatMap(({ name, twinOf }) => (twinOf === undefined ? [] : [[name, twinOf]])),
  );
  const keyOf = ({ method, path }: Pick<Cell, 'method' | 'path'>, subject: string): string =>
    JSON.stringify([method, path, subject]);
  const indices = new Map<string, number[]>();
  for (const [index, cell] of cells.entries()) {
    const key = keyOf(cell, cell.subject);
    indices.set(key, [...(indices.get(key) ?? []), index]);
  }
  const seen = new Map<string, number>();
  return cells.flatMap((cell, twin) => {
    const original = twins.get(cell.subject);
    if (original === undefined) return [];
    const key = keyOf(cell, cell.subject);
    const place = seen.get(key) ?? 0;
    seen.set(key, place + 1);
    const one = indices.get(keyOf(cell, original))?.[place];
    return one === undefined ? [] : [{ one, twin }];
  });
}

function likenessOf(cells: readonly Cell[], { one, twin }: Pair): Likeness {
  const [first, second] = [cells[one], cells[twin]];
  if (!first || !second) return 'unasked';
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

function findingOf(
  plan: Plan,
  cells: readonly Cell[],
  id: string,
  found: ParityClass,
  pairs: readonly Pair[],
): Finding {
  const indices = pairs.flatMap(({ one, twin }) => [one, twin]);
  const evidence = indices.flatMap((index) => cells[index] ?? []);
  const said = pairs.map(({ one, twin }) =>
    [cells[one], cells[twin]].flatMap((cell) => saidOf(cell)).join(', '),
  );
  const more = said.length > NAMED ? `; and ${said.length - NAMED} more` : '';
  const through = indices.find((index) => cells[index]?.verdict === 'allow') ?? indices[0];
  const planned = through === undefined ? undefined : plan.cells[through];
  return {
    ...found,
    id,
    confidence: evidence.find(({ verdict }) => verdict === 'allow')?.confidence ?? 'likely',
    cells: indices,
    message: `${evidence[0]?.method} ${evidence[0]?.path}: ${said.slice(0, NAMED).join('; ')}${more}`,
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

function saidOf(cell: Cell | undefined): readonly string[] {
  if (!cell) return [];
  const { subject, role, relation, exposes } = cell;
  const who = `${subject} (${role})${relation === 'own' ? ' on its own' : ''}`;
  const members = exposes.length === 0 ? '' : ` and gets ${exposes.join(', ')}`;
  return [`${who} ${outcomeInWords(cell)}${members}`];
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
