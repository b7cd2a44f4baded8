import type { Check } from '../result.js';
import { checkAuthorization } from './authorization-requests.js';
import type { CheckBench, CheckScope } from './check-bench.js';
import { checkTokens } from './damaged-tokens.js';
import { checkLogins } from './logins.js';
import { checkRewritten } from './rewritten-requests.js';
import { checkWrites } from './rewritten-writes.js';
import type { MaterialsFor } from './token-variants.js';

/** Kinds of checks, in the order in which they are made: what changes something comes last. */
export const CHECK_KINDS = ['tokens', 'requests', 'logins', 'writes'] as const;

export type CheckKind = (typeof CHECK_KINDS)[number];

/** What is to be checked besides who reaches what. */
export interface CheckWish {
  readonly kinds: readonly CheckKind[];
  readonly scope: CheckScope;
  readonly materialsFor: MaterialsFor;
}

/** Sends what a sound API refuses, whoever asks. */
export async function runChecks(
  bench: CheckBench,
  { kinds, scope, materialsFor }: CheckWish,
): Promise<readonly Check[]> {
  const made: Readonly<Record<CheckKind, () => Promise<readonly Check[]>>> = {
    tokens: () => checkTokens(bench, scope, materialsFor),
    requests: () => checkRewritten(bench, scope),
    logins: async () => [...(await checkAuthorization(bench)), ...(await checkLogins(bench))],
    writes: () => checkWrites(bench),
  };
  const checks: Check[] = [];
  for (const kind of CHECK_KINDS) if (kinds.includes(kind)) checks.push(...(await made[kind]()));
  return checks;
}
