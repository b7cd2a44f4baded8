/**
 * Builds authctl as single files that need no Node.js, with checksums and a bill of materials, into `dist-binaries/`.
 *
 * Usage: `npm run build:binaries [-- TARGET ...]`; a target is `linux-x64`, `macos-arm64` and the like, or `here`. Default: all.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOfMaterials } from './binaries/bill-of-materials.js';
import { compile, SOURCES, writeSources } from './binaries/compile.js';
import { type Target, targetHere, targets } from './binaries/targets.js';

const OUT = 'dist-binaries';

function wanted(names: readonly string[]): readonly Target[] {
  if (names.length === 0) return targets;
  return names.map((name) => {
    const found = name === 'here' ? targetHere() : targets.find((target) => target.name === name);
    if (found) return found;
    throw new Error(`there is no target '${name}': ${targets.map((target) => target.name).join(', ')}`);
  });
}

const chosen = wanted(process.argv.slice(2));
mkdirSync(OUT, { recursive: true });
await writeSources();
writeFileSync(
  join(OUT, 'authctl.cdx.json'),
  billOfMaterials(readFileSync(join(SOURCES, 'THIRD-PARTY-LICENSES.txt'), 'utf8')),
);
for (const target of chosen) {
  compile(target, join(OUT, target.file));
  console.log(`${target.name}: ${join(OUT, target.file)}`);
}
const sums = readdirSync(OUT)
  .filter((file) => file.startsWith('authctl'))
  .toSorted()
  .map(
    (file) =>
      `${createHash('sha256')
        .update(readFileSync(join(OUT, file)))
        .digest('hex')}  ${file}\n`,
  );
writeFileSync(join(OUT, 'SHA256SUMS'), sums.join(''));
