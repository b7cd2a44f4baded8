import { AuthctlError } from '../errors.js';
import { forge } from '../token/forge/forge.js';
import { needs } from '../token/forge/need.js';
import { readOriginal } from '../token/forge/original.js';
import { mutations } from '../token/forge/registry.js';
import type { Cell } from './model.js';
import type { Plan, PlannedCell } from './plan.js';

/** One way to damage a subject's credentials that a sound API refuses. */
export interface CheckVariant {
  /** Stable: `wrong-scheme`, or the id of a mutation of `authctl forge`. */
  readonly id: string;
  readonly title: string;
  /** The value of `Authorization`; null for none. */
  readonly authorization: string | null;
  /** What goes behind the URL; empty for nothing. */
  readonly query: string;
}

/** A variant that cannot be made, and what it would need. */
export interface SkippedVariant {
  readonly id: string;
  readonly title: string;
  readonly needs: string;
}

export interface Variants {
  readonly variants: readonly CheckVariant[];
  readonly skipped: readonly SkippedVariant[];
}

/**
 * What is sent in the place of a good token: what is no token at all, the token in the wrong place, and every variant of a
 * signed token that must be refused and does no more than ask for an answer.
 *
 * @param now - seconds since the epoch.
 */
export function variantsOf(token: string, now: number): Variants {
  const plain: readonly CheckVariant[] = [
    { id: 'garbage', title: 'no token at all', authorization: 'Bearer garbage', query: '' },
    {
      id: 'wrong-scheme',
      title: 'the token under another scheme',
      authorization: `Basic ${token}`,
      query: '',
    },
    {
      id: 'token-in-query',
      title: 'the token in the query (RFC 6750 section 5.3)',
      authorization: null,
      query: `access_token=${encodeURIComponent(token)}`,
    },
  ];
  const forged = forgedFrom(token, now);
  return { variants: [...plain, ...forged.variants], skipped: forged.skipped };
}

function forgedFrom(token: string, now: number): Variants {
  try {
    const safe = mutations.filter((mutation) => mutation.class === 'safe');
    const { forged, skipped } = forge(readOriginal(token), safe, { now, marker: 'authctl' });
    return {
      variants: forged
        .filter(({ expected }) => expected === 'refuse')
        .map((each) => ({
          ...{ id: each.id, title: each.mutation.title, query: '' },
          authorization: `Bearer ${each.token}`,
        })),
      skipped: skipped
        .filter(({ missing }) => missing !== 'difference')
        .map(({ id, mutation, missing }) => ({
          id,
          title: mutation.title,
          needs: `needs ${needs[missing].what}`,
        })),
    };
  } catch (error) {
    if (error instanceof AuthctlError) return { variants: [], skipped: [] };
    throw error;
  }
}

/** How far one check stands for others: for each route, or for those of one first path segment. */
export type CheckScope = 'route' | 'group';

/** The requests to damage: for each route or group one that a subject with a token is let through by, and nobody without. */
export function checkTargets(plan: Plan, cells: readonly Cell[], scope: CheckScope): readonly PlannedCell[] {
  const open = new Set(
    cells
      .filter(({ subject, verdict }) => subject === 'anonymous' && verdict === 'allow')
      .map(({ method, path }) => `${method} ${path}`),
  );
  const targets = new Map<string, PlannedCell>();
  for (const [index, planned] of plan.cells.entries()) {
    const { route, subject, effect, setup } = planned;
    const isGuarded = !open.has(`${route.method} ${route.path}`);
    const hasToken = subject.credential?.kind === 'bearer';
    if (cells[index]?.verdict !== 'allow' || effect !== 'read' || setup !== null) continue;
    const key = scope === 'route' ? `${route.method} ${route.path}` : (route.path.split('/')[1] ?? '');
    if (isGuarded && hasToken && !targets.has(key)) targets.set(key, planned);
  }
  return [...targets.values()];
}
