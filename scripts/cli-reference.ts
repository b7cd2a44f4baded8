/**
 * Writes docs/cli.md and the manual pages in man/ from the command tree, so that every command and option is documented
 * and none is that is not there. A test compares the files with what this would write.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
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
  for (const [path, text] of await cliReference()) writeFileSync(path, text);
}
