/**
 * Bundles authctl into `dist/`, with nothing to install beside it: the program and the library. Also writes the type declarations and the licences of what was bundled.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type OutputChunk, rolldown } from 'rolldown';
import { type Bundle, RECORD, sourceOf } from './bundle-record.js';
import { collectLicences } from './licences.js';
import { quietProvider, shared, writeProgram, written } from './program-bundle.js';

rmSync('dist', { recursive: true, force: true });

const programFiles = await writeProgram({ main: 'src/main.ts' }, 'dist/program', (name) =>
  name === 'main' ? '[name]-[hash].js' : '[name].js',
);
const main = programFiles.find((part) => part.facadeModuleId?.endsWith('/src/main.ts'));

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
