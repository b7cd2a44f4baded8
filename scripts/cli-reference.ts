/**
 * Writes docs/cli.md and the manual pages in man/ from the command tree, so that every command and option is documented
 * and none is that is not there; `man` of package.json names the pages. A test compares the files with what this would
 * write.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { environmentEntries } from '../src/cli/help/environment.js';
import { allCommands } from '../src/cli/program.js';
import { createTestContext } from '../test/support/test-context.js';
import { commandPages } from './cli-reference/command-pages.js';
import { manualName, manualPage } from './cli-reference/manual.js';
import { markdownReference } from './cli-reference/markdown.js';

/** Path to text of every file of the reference. */
export async function cliReference(): Promise<ReadonlyMap<string, string>> {
  const pages = await commandPages();
  const environment = await environmentEntries({ ctx: createTestContext(), commands: allCommands });
  return new Map([
    ['docs/cli.md', markdownReference(pages)],
    ...pages.map((page) => [`man/${manualName(page)}.1`, manualPage(page, { environment })] as const),
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  rmSync('man', { recursive: true, force: true });
  mkdirSync('man');
  const files = await cliReference();
  for (const [path, text] of files) writeFileSync(path, text);
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as object;
  const man = [...files.keys()].filter((path) => path.startsWith('man/')).toSorted();
  writeFileSync('package.json', `${JSON.stringify({ ...manifest, man }, null, 2)}\n`);
}
