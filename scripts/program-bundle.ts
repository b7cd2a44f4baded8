/**
 * The program as CommonJS files of one folder: one file of own code that nearly every command needs, one for each command, and
 * the libraries apart, so that a command loads few files and no library that it does not use.
 */
import { type OutputChunk, type Plugin, type PluginContext, rolldown } from 'rolldown';

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

/** Native code: it stands beside the program, where it could be installed. */
const KEYRING = '@napi-rs/keyring';

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
export const quietProvider: Plugin = {
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

export const shared = { platform: 'node', transform: { target: 'node20.19' } } as const;
/** Names of classes stay: oidc-provider stores its models by them. */
const names = { class: true, function: false };
const minify = { compress: { keepNames: names }, mangle: { keepNames: names } };
export const written = { dir: 'dist', minify, comments: false } as const;

/** The parts of the program that run in a thread or a process of their own. */
export const PARTS = {
  'crack-worker': 'src/token/crack/worker.ts',
  'verify-worker': 'src/verify-worker.ts',
  'keyring-process': 'src/keyring-process.ts',
};

/**
 * CommonJS: Node.js starts it without its loader of ES modules, which takes a fifth of an empty program's time.
 *
 * @param entry - name and path of the module that starts it.
 * @param define - what stands for expressions such as `import.meta.url`.
 */
export async function writeProgram(
  entry: Readonly<Record<string, string>>,
  dir: string,
  entryFileNames: (name: string) => string,
  define: Readonly<Record<string, string>> = {},
): Promise<readonly OutputChunk[]> {
  const program = await rolldown({
    ...shared,
    transform: { ...shared.transform, define },
    external: KEYRING,
    input: { ...entry, ...PARTS },
    plugins: [withoutChildProcess, quietProvider, findCore, asciiOnly],
  });
  const { output } = await program.write({
    ...written,
    dir,
    format: 'cjs',
    entryFileNames: ({ name }) => entryFileNames(name),
    codeSplitting: { groups: [{ name: 'core', test: (id) => core.has(id) }] },
  });
  return output.filter((part) => part.type === 'chunk');
}
