import type { Policy } from '../policy.js';

/** A policy that takes a token that is refused otherwise, where another check lets it through. */
export const alsoTaking = (policy: Policy, take: Policy['verifyToken']): Policy => ({
  ...policy,
  async verifyToken(token, keys, rules, expected) {
    try {
      return await policy.verifyToken(token, keys, rules, expected);
    } catch (refused) {
      return take(token, keys, rules, expected).catch(() => Promise.reject(refused));
    }
  },
});
