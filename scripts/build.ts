/**
 * Bundles authctl into `dist/`: one chunk a command, so that a command loads only what it uses, and nothing to
 * install beside it. Also writes the type declarations and the licences of what was bundled.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { build } from 'esbuild';
import { collectLicences } from './licences.js';

/** What went into which file, for the tests of what a command loads. */
const METAFILE = 'node_modules/.cache/authctl/meta.json';

/** CommonJS packages in an ES module ask for a `require`; only chunks that hold such packages get one. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);\n";
const asksForRequire = (code: string): boolean => /\btypeof require\b/.test(code);

const { metafile, outputFiles } = await build({
  entryPoints: { main: 'src/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
});

rmSync('dist', { recursive: true, force: true });
for (const { path, text } of outputFiles) {
  const file = relative(process.cwd(), path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, asksForRequire(text) ? REQUIRE + text : text);
}
mkdirSync(dirname(METAFILE), { recursive: true });
writeFileSync(METAFILE, JSON.stringify(metafile));
writeFileSync('THIRD-PARTY-LICENSES.txt', collectLicences(Object.keys(metafile.inputs)));
execFileSync('node', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], { stdio: 'inherit' });
