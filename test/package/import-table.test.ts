import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The table of ARCHITECTURE.md: folder to the folders that it may import besides itself, `ports` and `errors.ts`. */
function importTable(): ReadonlyMap<string, readonly string[]> {
  const [, section = ''] = readFileSync('ARCHITECTURE.md', 'utf8').split('## Who may import whom');
  const rows = section.split('\n## ')[0]?.matchAll(/^\| `(\w+)` +\| (.*) \|$/gm) ?? [];
  return new Map(
    [...rows].map(([, folder = '', allowed = '']) => [
      folder,
      [...allowed.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    ]),
  );
}

const table = importTable();
const folders = [...table.keys()];
const mayImport = (from: string, to: string): boolean =>
  from === to || to === 'ports' || (table.get(from)?.includes(to) ?? false);
const pairs = folders.flatMap((from) => [...folders, 'main'].map((to) => ({ from, to })));

/** One file for every import that there could be, and what the linter refuses of them. */
let place: string;
let refused: ReadonlySet<string>;

const LIBRARIES = ['undici', 'conf', '@napi-rs/keyring', 'inquirer', 'chalk'];

beforeAll(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'authctl-imports-')));
  const configuration = JSON.parse(readFileSync('biome.json', 'utf8')) as { vcs: unknown };
  write('biome.json', JSON.stringify({ ...configuration, vcs: { enabled: false } }));
  for (const { from, to } of pairs) {
    const target = to === 'main' ? '../main.js' : `../${to}/something.js`;
    write(`src/${from}/imports-${to}.ts`, `import { something } from '${target}';\n\nsomething();\n`);
  }
  for (const from of folders) {
    for (const name of LIBRARIES)
      write(`src/${from}/uses-${name}.ts`, `import { it } from '${name}';\n\nit();\n`);
    write(`src/${from}/uses-process.ts`, 'process.exit();\n');
    write(`src/${from}/uses-console.ts`, "console.log('result');\n");
  }
  refused = lint();
}, 60_000);

afterAll(() => {
  rmSync(place, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(place, path)), { recursive: true });
  writeFileSync(join(place, path), text);
}

function lint(): ReadonlySet<string> {
  const rules = ['style/noRestrictedImports', 'style/noRestrictedGlobals'].map((rule) => `--only=${rule}`);
  const command = ['lint', ...rules, '--max-diagnostics=none', '--reporter=github', 'src'];
  try {
    execFileSync(process.execPath, [resolve('node_modules/@biomejs/biome/bin/biome'), ...command], {
      cwd: place,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
    return new Set();
  } catch (error) {
    const { stdout } = error as { stdout: string };
    return new Set(
      [...stdout.matchAll(/file=([^,]+),/g)].map(([, file = '']) => relative(place, resolve(place, file))),
    );
  }
}

test('the table has a row for every folder', () => {
  const there = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(there.map(({ name }) => name).filter((name) => !table.has(name))).toEqual([]);
});

test('the linter refuses exactly the imports that the table does not allow', () => {
  const expected = pairs.filter(({ from, to }) => !mayImport(from, to));
  const actual = pairs.filter(({ from, to }) => refused.has(`src/${from}/imports-${to}.ts`));
  expect(actual).toEqual(expected);
});

test('libraries that reach the outside world are reached through adapters', () => {
  const users = folders.filter((from) =>
    LIBRARIES.some((name) => !refused.has(`src/${from}/uses-${name}.ts`)),
  );
  expect(users).toEqual(['adapters']);
});

test('no folder touches process or console', () => {
  const globals = folders.flatMap((from) => [`src/${from}/uses-process.ts`, `src/${from}/uses-console.ts`]);
  expect(globals.filter((file) => !refused.has(file))).toEqual([]);
});
