import type { Answer } from '../answer.js';
import type { PlannedCell } from '../plan.js';
import type { Check } from '../result.js';
import { entriesOf } from '../sequence.js';
import {
  aboutCell,
  type CheckBench,
  type CheckScope,
  checkOf,
  isLetThrough,
  openRoutes,
  scopeKey,
  skippedCheck,
  verdictOn,
} from './check-bench.js';
import { isMadeWithKnownSecret, type MaterialsFor, variantsOf } from './token-variants.js';

/**
 * Repeats requests with damaged credentials. Three controls make a verdict: the good token before and after is let
 * through, and no token is not; where they are not so, nothing is said of the variants.
 */
export async function checkTokens(
  bench: CheckBench,
  scope: CheckScope,
  materialsFor: MaterialsFor,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const cell of targets(bench, scope)) checks.push(...(await checkTarget(bench, cell, materialsFor)));
  return checks;
}

async function checkTarget(
  bench: CheckBench,
  cell: PlannedCell,
  materialsFor: MaterialsFor,
): Promise<readonly Check[]> {
  const credential = bench.credentialOf(cell.subject);
  if (credential?.kind !== 'bearer') return [];
  const own = credential.idToken === undefined ? {} : { idToken: credential.idToken };
  const { accessToken } = credential;
  const materials = { now: bench.ports.now(), ...own, ...(await materialsFor(accessToken)) };
  const { variants, skipped } = variantsOf(accessToken, materials);
  const about = aboutCell(cell);
  const before = await bench.ask(cell);
  const without = await bench.ask(cell, { credential: null });
  const answers: { readonly check: string; readonly title: string; readonly answer: Answer }[] = [];
  for (const { id, title, authorization, query } of variants) {
    const answer = await bench.ask(cell, {
      url: withQuery(cell.url, query),
      authorization: authorization === null ? {} : { authorization },
    });
    answers.push({ check: id, title, answer });
  }
  const isControlled = isLetThrough(before) && verdictOn(without, cell.decide) === 'refused';
  const sound = isControlled && isLetThrough(await bench.ask(cell));
  return [
    ...answers.map(({ answer, ...what }) =>
      checkOf({ ...about, ...what }, sound ? verdictOn(answer, cell.decide) : 'inconclusive', answer),
    ),
    ...(isMadeWithKnownSecret(accessToken)
      ? [checkOf({ ...about, ...KNOWN_SECRET }, 'accepted', before)]
      : []),
    ...skipped.map(({ id, title, needs }) => skippedCheck({ ...about, check: id, title }, needs)),
  ];
}

const KNOWN_SECRET = { check: 'known-secret', title: 'tokens signed with a secret that is on every list' };

/** The requests to damage: for each route or group one that a subject with a token is let through by, and nobody without. */
function targets({ plan, cells }: CheckBench, scope: CheckScope): readonly PlannedCell[] {
  const open = openRoutes(cells);
  const found = new Map<string, PlannedCell>();
  for (const [index, planned] of entriesOf(plan.cells)) {
    const { route, subject, effect, setup } = planned;
    const hasToken = subject.credential?.kind === 'bearer';
    if (cells.at(index)?.verdict !== 'allow' || effect !== 'read' || setup !== null || !hasToken) continue;
    const key = scopeKey(planned, scope);
    if (!open.has(`${route.method} ${route.path}`) && !found.has(key)) found.set(key, planned);
  }
  return [...found.values()];
}

const withQuery = (url: string, query: string): string =>
  query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`;
