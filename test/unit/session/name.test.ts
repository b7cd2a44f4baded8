import { expect, test } from 'vitest';
import { checkName } from '../../../src/session/name.js';

test.for(['agus', 'agus@example.com', 'CI_1', 'a.b-c', 'é', 'x'.repeat(64)])('%s is a name', (name) => {
  expect(checkName(name)).toBe(name);
});

test.for(['', '-a', 'a/b', 'a\\b', 'a b', 'a\nb', '\u001b[31m', 'a\u200bb', "a'b", 'x'.repeat(65)])(
  '%j is none',
  (name) => {
    expect(() => checkName(name)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  },
);
