import type { ServerSettings } from '../settings.js';
import { weaknessesNamed } from './registry.js';

/** A weakness as it is told: without what makes it one. */
export interface DescribedWeakness {
  readonly id: string;
  readonly title: string;
  readonly cwe: number;
  readonly owasp: string;
  readonly summary: string;
  readonly routes: readonly string[];
  readonly find: string;
}

export interface WeaknessesDocument {
  readonly schema: 'authctl/weaknesses@1';
  readonly weaknesses: readonly DescribedWeakness[];
}

/** @param ids - of the weaknesses to describe. @param settings - of the API that they are told of. */
export const describeWeaknesses = (ids: readonly string[], settings: ServerSettings): WeaknessesDocument => ({
  schema: 'authctl/weaknesses@1',
  weaknesses: weaknessesNamed(ids).map(({ id, title, cwe, owasp, summary, routes, find }) => ({
    id,
    title,
    cwe,
    owasp,
    summary,
    routes: routes(settings),
    find,
  })),
});
