import type { Expectations } from './claim-checks.js';
import type { Which } from './peel.js';
import type { ProfileExpectations } from './profiles/profile.js';

/** What a token is judged by. Plain data: it can be handed to another thread. */
export interface Criteria extends Expectations {
  /** The only algorithms to accept, among those that the key can have; default: all of these. */
  readonly algorithms?: readonly string[] | undefined;
  /** Accept RSA keys below 2048 bits and HMAC secrets shorter than their hash. */
  readonly allowWeakKeys?: boolean | undefined;
  /** The token to take from a token response. */
  readonly which?: Which | undefined;
  /** What kind of token it must be, and what that kind asks for besides. */
  readonly profile?: ProfileExpectations | undefined;
}
