import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CompiledFiles, readCompiled, writeCompiled } from '../../../src/adapters/code-cache.js';
import { createProgramLoader } from '../../../src/adapters/program-loader.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'authctl-code-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NOTHING = { runs: 0, files: new Map() };
const user = process.getuid?.();

describe('kept code', () => {
  const code = {
    runs: 3,
    files: new Map([
      ['a.js', Uint8Array.of(1, 2, 3)],
      ['b.js', Uint8Array.of()],
      ['c.js', Uint8Array.of(4)],
    ]),
  };
  const plain = ({ runs, files }: { runs: number; files: CompiledFiles }) => ({
    runs,
    files: new Map([...files].map(([name, bytes]) => [name, Uint8Array.from(bytes)])),
  });

  test('is read as it was written, and leaves nothing else in its folder', () => {
    const path = join(folder, 'build', 'decode');
    writeCompiled(path, NOTHING);
    writeCompiled(path, code);
    expect(plain(readCompiled(path, user))).toEqual(code);
    expect(readdirSync(join(folder, 'build'))).toEqual(['decode']);
  });

  test('is nothing where there is no file', () => {
    expect(readCompiled(join(folder, 'decode'), user)).toEqual(NOTHING);
  });

  test('is nothing where a part of it is missing, or it is of another form', () => {
    const path = join(folder, 'build', 'decode');
    writeCompiled(path, code);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      expect(readCompiled(path, user)).toEqual(NOTHING);
    }
    for (const other of [Buffer.concat([whole, whole]), whole.toReversed(), Buffer.alloc(whole.length)]) {
      writeFileSync(path, other);
      expect(readCompiled(path, user)).toEqual(NOTHING);
    }
  });

  test.skipIf(user === undefined)('is nothing where another user can have written it', () => {
    const path = join(folder, 'build', 'decode');
    writeCompiled(path, code);
    expect(readCompiled(path, (user ?? 0) + 1)).toEqual(NOTHING);
    for (const mode of [0o620, 0o602]) {
      chmodSync(path, mode);
      expect(readCompiled(path, user)).toEqual(NOTHING);
    }
  });
});

describe('the loader', () => {
  const builtIn = (id: string) => process.getBuiltinModule(id);
  const write = (name: string, source: string) => writeFileSync(join(folder, name), source);

  beforeEach(() => {
    write('main.js', 'exports.b = require("./b.js"); exports.again = require("./b.js");');
    write(
      'b.js',
      'exports.a = require("./main.js"); exports.join = require("node:path").join(__dirname, "x");',
    );
  });

  test('runs each file once, in a circle too, and gives modules of Node.js', () => {
    const { load } = createProgramLoader(folder, builtIn, new Map());
    const main = load('main.js') as { b: { a: unknown; join: string }; again: unknown };
    expect(main.b).toBe(main.again);
    expect(main.b.a).toBe(main);
    expect(main.b.join).toBe(join(folder, 'x'));
    expect(load('main.js')).toBe(main);
  });

  test('uses the code of an earlier run, and says where there was none', () => {
    const first = createProgramLoader(folder, builtIn, new Map());
    first.load('main.js');
    expect(first.knewAll).toBe(false);
    const code = first.compiled();
    expect([...code.keys()].sort()).toEqual(['b.js', 'main.js']);

    const second = createProgramLoader(folder, builtIn, code);
    second.load('main.js');
    expect(second.knewAll).toBe(true);

    write('c.js', '');
    second.load('c.js');
    expect(second.knewAll).toBe(false);
  });

  test('compiles anew what V8 does not take', () => {
    const loader = createProgramLoader(folder, builtIn, new Map([['b.js', Buffer.alloc(2_000, 1)]]));
    expect((loader.load('b.js') as { join: string }).join).toBe(join(folder, 'x'));
    expect(loader.knewAll).toBe(false);
  });

  test('a file that is not there is an error that names it', () => {
    const { load } = createProgramLoader(folder, builtIn, new Map());
    expect(() => load('missing.js')).toThrow(join(folder, 'missing.js'));
  });
});
