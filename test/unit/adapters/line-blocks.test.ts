import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineBlocks } from '../../../src/adapters/line-blocks.js';
import { LineCursor, lineCount } from '../../../src/cli/line-cursor.js';

const TOO_LONG = Symbol('a line that is too long');

/** The lines that chunks hold, as who reads them sees them. */
async function split(
  chunks: readonly (string | Buffer)[],
  maxBytes = 1_000,
): Promise<readonly (string | symbol)[]> {
  const lines: (string | symbol)[] = [];
  const bytes = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk as string);
  })();
  for await (const block of lineBlocks(bytes, maxBytes)) {
    const cursor = new LineCursor(block, lines.length + 1, maxBytes);
    const before = lines.length;
    while (cursor.next()) {
      lines.push(cursor.isTooLong ? TOO_LONG : cursor.text());
      expect(cursor.number).toBe(lines.length);
    }
    expect(lineCount(block)).toBe(lines.length - before);
    expect(lines.length).toBeGreaterThan(before);
  }
  return lines;
}

test.for([
  { name: 'nothing', chunks: [], lines: [] },
  { name: 'an empty line', chunks: ['\n'], lines: [''] },
  { name: 'a last line without its end', chunks: ['a\nb'], lines: ['a', 'b'] },
  { name: 'a last line with its end', chunks: ['a\nb\n'], lines: ['a', 'b'] },
  { name: 'CR LF', chunks: ['a\r\nb\r', '\nc\r'], lines: ['a', 'b', 'c'] },
  { name: 'a line in pieces', chunks: ['a', 'b', 'c\nd', 'e'], lines: ['abc', 'de'] },
  {
    name: 'a character in pieces',
    chunks: [Buffer.from([0xe2, 0x82]), Buffer.from([0xac, 0x0a])],
    lines: ['€'],
  },
])('$name', async ({ chunks, lines }) => {
  expect(await split(chunks)).toEqual(lines);
});

test.for([
  { name: 'as long as may be', chunks: ['abc\nd'], lines: ['abc', 'd'] },
  { name: 'too long at the start', chunks: ['abcd\ne'], lines: [TOO_LONG, 'e'] },
  { name: 'too long between others', chunks: ['a\nabcd\ne\n'], lines: ['a', TOO_LONG, 'e'] },
  { name: 'too long in pieces', chunks: ['a\nab', 'cd', 'ef\ng\n'], lines: ['a', TOO_LONG, 'g'] },
  { name: 'too long at the end', chunks: ['a\nab', 'cd'], lines: ['a', TOO_LONG] },
])('at most three bytes: $name', async ({ chunks, lines }) => {
  expect(await split(chunks, 3)).toEqual(lines);
});

test('it does not matter where the chunks are cut', async () => {
  const text = fc
    .array(fc.constantFrom('a', '\n', '€', 'bc'), { maxLength: 40 })
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 9 })), async (whole, sizes) => {
      const bytes = Buffer.from(whole);
      const chunks: Buffer[] = [];
      let at = 0;
      for (const size of sizes) {
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      chunks.push(bytes.subarray(at));
      const lines = whole.split('\n');
      expect(await split(chunks)).toEqual(lines.at(-1) === '' ? lines.slice(0, -1) : lines);
    }),
  );
});
