import { isAnonymous } from '../expectation.js';
import type { Subject } from '../model.js';
import type { PlannedCell } from '../plan.js';
import type { CheckLogins, SpareLogin } from '../ports.js';
import type { Check } from '../result.js';
import { entriesOf } from '../sequence.js';
import {
  aboutCell,
  type CheckBench,
  checkOf,
  isLetThrough,
  openRoutes,
  skippedCheck,
  verdictOn,
} from './check-bench.js';

const REPEATABLE = 'needs a login that can be repeated: a subject with a password in authctl.yaml';

/** What becomes of credentials when they are given up, planted, or used twice; each with a login of its own. */
export async function checkLogins(bench: CheckBench): Promise<readonly Check[]> {
  const { logins } = bench.ports;
  const checks: Check[] = [];
  for (const cell of guardedReads(bench)) {
    if (logins === undefined) {
      checks.push(skippedCheck({ ...aboutCell(cell), check: 'logout', title: LOGOUT }, REPEATABLE));
      continue;
    }
    checks.push(...(await checkSubject(bench, logins, cell)));
  }
  return checks;
}

const LOGOUT = 'what was logged out';

async function checkSubject(
  bench: CheckBench,
  logins: CheckLogins,
  cell: PlannedCell,
): Promise<readonly Check[]> {
  const spare = await logins.logIn(cell.subject);
  if (spare === undefined) {
    return [skippedCheck({ ...aboutCell(cell), check: 'logout', title: LOGOUT }, REPEATABLE)];
  }
  return [
    ...(await checkLogout(bench, cell, spare)),
    ...(spare.refresh ? [await checkReuse(cell, await logins.logIn(cell.subject))] : []),
    ...(await checkFixation(bench, logins, cell, spare)),
    ...(await checkEnumeration(logins, cell)),
  ];
}

async function checkLogout(
  bench: CheckBench,
  cell: PlannedCell,
  spare: SpareLogin,
): Promise<readonly Check[]> {
  const { credential } = spare;
  const about = { ...aboutCell(cell), check: `logout.${credential.kind}`, title: LOGOUT };
  const before = await bench.ask(cell, { credential });
  const ended = await spare.end();
  if (ended === 'failed')
    return [
      skippedCheck(about, 'needs a logout that works: name it with `logout:` under `login:` in authctl.yaml'),
    ];
  if (!isLetThrough(before)) return [checkOf(about, 'inconclusive', before)];
  const after = await bench.ask(cell, { credential });
  if (!isLetThrough(after)) return [checkOf(about, verdictOn(after, cell.decide), after)];
  // Who checks a signature alone does not learn of a logout.
  const isStateless = ended === 'stateless' || isJwt(spare);
  return [checkOf(about, isStateless ? 'lives-on' : 'accepted', after)];
}

const isJwt = ({ credential }: SpareLogin): boolean => {
  if (credential.kind !== 'bearer' && credential.kind !== 'composed') return false;
  const token = credential.kind === 'bearer' ? credential.accessToken : credential.values.token;
  return token?.split('.').length === 3;
};

/** A session id that somebody else chose must not become the one of whoever logs in. */
async function checkFixation(
  bench: CheckBench,
  logins: CheckLogins,
  cell: PlannedCell,
  { credential }: SpareLogin,
): Promise<readonly Check[]> {
  if (credential.kind !== 'cookie') return [];
  const about = {
    ...aboutCell(cell),
    check: 'session-fixation',
    title: 'a session id from before the login',
  };
  const planted = credential.cookies.map((cookie) => ({
    ...cookie,
    value: `authctl${bench.ports.randomId().replaceAll(/[^A-Za-z0-9]/g, '')}`,
  }));
  const asPlanted = { ...credential, cookies: planted };
  const before = await bench.ask(cell, { credential: asPlanted });
  const login = await logins.logIn(cell.subject, planted);
  const after = await bench.ask(cell, { credential: asPlanted });
  const isControlled = login !== undefined && verdictOn(before, cell.decide) === 'refused';
  return [checkOf(about, isControlled ? verdictOn(after, cell.decide) : 'inconclusive', after)];
}

/** Of a login of its own, for a sound server ends all of it. */
async function checkReuse(cell: PlannedCell, spare: SpareLogin | undefined): Promise<Check> {
  const about = { ...aboutCell(cell), check: 'refresh-reuse', title: 'a refresh token that was used before' };
  const [once, twice] = [await spare?.refresh?.(), await spare?.refresh?.()];
  if (once !== 'granted' || twice === 'failed') return checkOf(about, 'inconclusive');
  return checkOf(about, twice === 'granted' ? 'accepted' : 'refused');
}

/** A wrong password and an unknown name must not be told apart. */
async function checkEnumeration(logins: CheckLogins, cell: PlannedCell): Promise<readonly Check[]> {
  const about = { ...aboutCell(cell), check: 'user-enumeration', title: 'a name that nobody has' };
  const known = await logins.refused(cell.subject);
  if (known === undefined) return [];
  const one = await logins.refused(cell.subject, 'authctl-nobody-1');
  const other = await logins.refused(cell.subject, 'authctl-nobody-2');
  if (one === undefined || one !== other) return [checkOf(about, 'inconclusive')];
  return [checkOf(about, one === known ? 'refused' : 'accepted')];
}

/** For each subject one read that it is let through by, and nobody without credentials. */
function guardedReads({ plan, cells }: CheckBench): readonly PlannedCell[] {
  const open = openRoutes(cells);
  const found = new Map<Subject, PlannedCell>();
  for (const [index, planned] of entriesOf(plan.cells)) {
    const { route, subject, effect, setup } = planned;
    if (isAnonymous(subject) || effect !== 'read' || setup !== null) continue;
    if (cells.at(index)?.verdict !== 'allow' || open.has(`${route.method} ${route.path}`)) continue;
    if (!found.has(subject)) found.set(subject, planned);
  }
  return [...found.values()];
}
