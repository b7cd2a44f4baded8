import type { MatrixAnswer } from './matrix.js';

/** How access changed since a matrix was recorded. */
export type DriftKind =
  /** A role gets in that did not. */
  | 'opened'
  /** A role got in and does not any more. */
  | 'tightened'
  /** Denied as before, but in another way; or let in and now only past the guard, or the other way round. */
  | 'kind-changed'
  | 'added-route'
  | 'removed-route'
  | 'added-role'
  /** Recorded, and this run did not settle it. */
  | 'unprobed';

/** One change. */
export interface Drift {
  readonly kind: DriftKind;
  /** Null for a role that is new everywhere. */
  readonly route: { readonly method: string; readonly path: string } | null;
  /** Null for a route that is new or gone. */
  readonly role: string | null;
  /** Whether it is about the role's own objects alone. */
  readonly own: boolean;
  /** Empty where nothing was recorded. */
  readonly was: readonly MatrixAnswer[];
  /** Empty where nothing was settled. */
  readonly is: readonly MatrixAnswer[];
}
