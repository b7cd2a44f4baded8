import { type Policy, securePolicy } from '../policy.js';
import type { Weakness } from './weakness.js';

/** The sound policy with weaknesses put upon it, one on the other. */
export const policyWith = (weaknesses: readonly Weakness[]): Policy =>
  weaknesses.reduce((policy, { apply }) => apply(policy), securePolicy);
