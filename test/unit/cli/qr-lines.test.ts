import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrLines } from '../../../src/cli/qr-lines.js';
import { createTestContext } from '../../support/test-context.js';

const ADDRESS = 'https://id.example.com/device?user_code=WDJB-MJHT';

function drawnOn({ isTTY = true, columns = 80, ascii = false }): readonly string[] | undefined {
  const ctx = createTestContext();
  const stderr = { ...ctx.stderr, isTTY, columns };
  return qrLines({ ...ctx, stderr, settings: { ...ctx.settings, ascii } })(ADDRESS);
}

/** Light upper and lower half of each character; what is below the last row is none of the code. */
const LIGHT: Readonly<Record<string, readonly [boolean, boolean]>> = {
  ' ': [false, false],
  '▄': [false, true],
  '▀': [true, false],
  '█': [true, true],
};

test('on a terminal the address is drawn, two modules a character', () => {
  const lines = drawnOn({}) ?? [];
  const rows = lines.flatMap((line) => [0, 1].map((half) => [...line].map((drawn) => !LIGHT[drawn]?.[half])));
  const { data, size } = encode(ADDRESS, { ecc: 'L', border: 2 });
  expect(rows.slice(0, size)).toEqual(data);
  expect(rows.slice(size).flat().every(Boolean)).toBe(true);
});

test.for([
  { name: 'no terminal', place: { isTTY: false } },
  { name: 'a terminal that is too narrow', place: { columns: 30 } },
  { name: 'a terminal with ASCII alone', place: { ascii: true } },
])('on $name nothing is', ({ place }) => {
  expect(drawnOn(place)).toBeUndefined();
});
