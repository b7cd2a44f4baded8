import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type Bundle, RECORD } from '../../scripts/bundle-record.js';

/** What the build put into which file. */
const bundle = JSON.parse(readFileSync(RECORD, 'utf8')) as Bundle;

/** The file that a module is in, its own where it has one. */
function entryOf(source: string): string {
  const files = Object.entries(bundle);
  const file =
    files.find(([, { entry }]) => entry === source) ??
    files.find(([, { sources }]) => sources.includes(source));
  if (file === undefined) throw new Error(`${source} is in no file`);
  return file[0];
}

/** Every file that is loaded as soon as one is. */
function closure(name: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const file of bundle[name]?.imports ?? []) if (file in bundle) closure(file, seen);
  return seen;
}

/** The names of the packages with code in these outputs. */
function packagesIn(files: Iterable<string>): readonly string[] {
  const sources = [...files].flatMap((file) => bundle[file]?.sources ?? []);
  const names = sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
  return [...new Set(names)].sort();
}

const program = 'src/main.ts';
const command = (name: string) => `src/cli/commands/${name}.ts`;
const loadedBy = (...sources: readonly string[]) =>
  new Set(sources.flatMap((source) => [...closure(entryOf(source))]));

test('`--version` and `--help` load commander and nothing else', () => {
  expect(packagesIn(loadedBy(program))).toEqual(['commander']);
});

test.for(['decode'])('`%s` loads no more', (name) => {
  expect(packagesIn(loadedBy(program, command(name)))).toEqual(['commander']);
});

/** Libraries that a command may not load before it needs them. */
const HEAVY = [
  'undici',
  'zod',
  'yaml',
  'conf',
  'ajv',
  'inquirer',
  '@inquirer/core',
  'hono',
  '@hono/node-server',
  'jose',
];

test.for([
  { name: 'status', may: [] },
  { name: 'token', may: [] },
  { name: 'logout', may: [] },
  { name: 'serve', may: ['hono', '@hono/node-server', 'jose'] },
])('`$name` loads late what is heavy', ({ name, may }) => {
  const loaded = packagesIn(loadedBy(program, command(name)));
  expect(
    loaded.filter((found) => HEAVY.includes(found) && !(may as readonly string[]).includes(found)),
  ).toEqual([]);
});

test('each heavy library is in the bundle, so that the rules above look at something', () => {
  const bundled = packagesIn(Object.keys(bundle));
  expect(bundled).toEqual(expect.arrayContaining(['commander', 'undici', 'conf', 'inquirer', 'chalk']));
  expect(Object.values(bundle).flatMap(({ sources }) => sources)).toContain(program);
});

test('the start-up path stays small', () => {
  const bytes = [...loadedBy(program)].reduce((sum, file) => sum + (bundle[file]?.bytes ?? 0), 0);
  expect(bytes).toBeLessThan(125_000);
});

test('the build is of this checkout', () => {
  const sources = Object.values(bundle).flatMap((file) => file.sources);
  expect(sources.filter((source) => relative(process.cwd(), resolve(source)).startsWith('..'))).toEqual([]);
});
