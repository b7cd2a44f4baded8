import { describe, expect, test } from 'vitest';
import { AuthctlError } from '../../../src/errors.js';
import { lifetimeAt } from '../../../src/token/lifetime.js';

describe('lifetimeAt', () => {
  test.for([
    { now: 999, leeway: 0, state: 'active' },
    { now: 1_000, leeway: 0, state: 'expired' }, // RFC 7519 4.1.4: "on or after"
    { now: 1_000, leeway: 1, state: 'active' },
    { now: 1_001, leeway: 1, state: 'expired' },
  ])('exp 1000 is $state at $now with leeway $leeway', ({ now, leeway, state }) => {
    expect(lifetimeAt({ exp: 1_000 }, now, leeway)).toEqual({
      state,
      secondsLeft: 1_000 - now,
      expiresAt: 1_000,
    });
  });

  test.for([
    { now: 999, leeway: 0, state: 'not-yet-valid' },
    { now: 1_000, leeway: 0, state: 'unbounded' },
    { now: 999, leeway: 1, state: 'unbounded' },
    { now: 998, leeway: 1, state: 'not-yet-valid' },
  ])('nbf 1000 is $state at $now with leeway $leeway', ({ now, leeway, state }) => {
    expect(lifetimeAt({ nbf: 1_000 }, now, leeway)).toEqual({ state, secondsLeft: null, expiresAt: null });
  });

  test('a token that ends before it begins is expired', () => {
    expect(lifetimeAt({ nbf: 2_000, exp: 1_000 }, 1_500, 0).state).toBe('expired');
  });

  test.for([
    ['exp', '1000'],
    ['exp', null],
    ['exp', Number.POSITIVE_INFINITY],
    ['nbf', [1_000]],
  ] as const)('%s %j is refused', ([name, value]) => {
    expect(() => lifetimeAt({ [name]: value }, 0, 0)).toThrow(
      new AuthctlError('TOKEN_CLAIM_INVALID', `\`${name}\` is not a number of seconds`),
    );
  });
});
