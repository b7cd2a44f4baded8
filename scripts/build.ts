/**
 * Bundles authctl into `dist/`, with nothing to install beside it: one file of own code that nearly every command needs,
 * one for each command, and the libraries apart, so that a command loads few files and no library that it does not use.
 * Also writes the type declarations and the licences of what was bundled.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type OutputChunk, type Plugin, type PluginContext, rolldown } from 'rolldown';
import { type Bundle, RECORD, sourceOf } from './bundle-record.js';
import { collectLicences } from './licences.js';

/** What is called so often that its own code is worth one file; none of these may import a library but commander. */
const CORE = [
  'src/cli/run.ts',
  'src/cli/secrets.ts',
  'src/adapters/files.ts',
  'src/adapters/input.ts',
  'src/cli/commands/decode.ts',
  'src/cli/commands/status.ts',
  'src/cli/commands/token.ts',
];

const NOTHING = '\0nothing';

/** commander can start programs for commands that authctl does not have: what that takes is not loaded. */
const withoutChildProcess: Plugin = {
  name: 'without-child-process',
  resolveId: {
    filter: { id: /^node:child_process$/ },
    handler: (_, importer = '') => (/node_modules.commander/.test(importer) ? NOTHING : null),
  },
  load: { filter: { id: /^\0nothing$/ }, handler: () => 'export default {};' },
};

/** Escapes what is not ASCII: V8 keeps such a text in half the memory, and reads it in half the time. */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle: (_, files) => {
    for (const file of Object.values(files)) if (file.type === 'chunk') file.code = escaped(file.code);
  },
};

const escaped = (code: string): string =>
  code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Modules of oidc-provider and of what it is built on that talk on the console, to those who maintain programs. */
const TALKATIVE = [
  {
    id: /oidc-provider.lib.helpers.attention\.js$/,
    instead: 'export function info() {} export function warn() {}',
  },
  {
    id: /node_modules.depd.index\.js$/,
    instead: 'module.exports = () => Object.assign(() => {}, { function: (f) => f, property() {} });',
  },
] as const;

/** What authctl prints is the result alone. */
const quietProvider: Plugin = {
  name: 'quiet-provider',
  load: {
    filter: { id: TALKATIVE.map(({ id }) => id) },
    handler: (path) => TALKATIVE.find(({ id }) => id.test(path))?.instead,
  },
};

const core = new Set<string>();

/** Finds out which modules the core consists of, before they are put into files. */
const findCore: Plugin = {
  name: 'find-core',
  buildEnd() {
    for (const entry of CORE) addWithImports(this, `${process.cwd()}/${entry}`);
  },
};

function addWithImports(context: PluginContext, id: string): void {
  const module = context.getModuleInfo(id);
  if (!module || core.has(id)) return;
  core.add(id);
  for (const imported of module.importedIds) addWithImports(context, imported);
}

const shared = { platform: 'node', transform: { target: 'node20.19' } } as const;
/** Names of classes stay: oidc-provider stores its models by them. */
const names = { class: true, function: false };
const minify = { compress: { keepNames: names }, mangle: { keepNames: names } };
const written = { dir: 'dist', minify, comments: false } as const;

rmSync('dist', { recursive: true, force: true });

/** CommonJS: Node.js starts it without its loader of ES modules, which takes a fifth of an empty program's time. */
const program = await rolldown({
  ...shared,
  input: {
    main: 'src/main.ts',
    'crack-worker': 'src/token/crack/worker.ts',
    'verify-worker': 'src/verify-worker.ts',
    'keyring-process': 'src/keyring-process.ts',
  },
  plugins: [withoutChildProcess, quietProvider, findCore, asciiOnly],
});
const { output: programFiles } = await program.write({
  ...written,
  dir: 'dist/program',
  format: 'cjs',
  entryFileNames: ({ name }) => (name === 'main' ? '[name]-[hash].js' : '[name].js'),
  codeSplitting: { groups: [{ name: 'core', test: (id) => core.has(id) }] },
});
const main = programFiles.find(
  (part) => part.type === 'chunk' && part.facadeModuleId?.endsWith('/src/main.ts'),
);

const start = await rolldown({
  ...shared,
  input: { start: 'src/start.ts' },
  transform: { ...shared.transform, define: { PROGRAM: JSON.stringify(main?.fileName) } },
});
const { output: startFiles } = await start.write({ ...written, dir: 'dist/program', format: 'cjs' });
writeFileSync('dist/program/package.json', '{ "type": "commonjs" }\n');

/** An ES module for those who import authctl. */
const library = await rolldown({ ...shared, input: { index: 'src/index.ts' }, plugins: [quietProvider] });
const { output: libraryFiles } = await library.write({ ...written, format: 'esm' });

const record: Bundle = Object.fromEntries(
  [...startFiles, ...programFiles, ...libraryFiles]
    .filter((part): part is OutputChunk => part.type === 'chunk')
    .map(({ fileName, facadeModuleId, imports, moduleIds, code }) => [
      fileName,
      {
        entry: facadeModuleId === null ? null : sourceOf(facadeModuleId),
        imports,
        sources: moduleIds.map(sourceOf),
        bytes: Buffer.byteLength(code),
      },
    ]),
);
mkdirSync(dirname(RECORD), { recursive: true });
writeFileSync(RECORD, JSON.stringify(record, null, 2));
writeFileSync(
  'THIRD-PARTY-LICENSES.txt',
  collectLicences(Object.values(record).flatMap(({ sources }) => sources)),
);
execFileSync('node', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], { stdio: 'inherit' });
