import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cliReference } from '../../scripts/cli-reference.js';

/** What `npm run cli-reference` writes is committed, and ships with the package. */
test('docs/cli.md and man/ are what the commands say: else run `npm run cli-reference`', async () => {
  const files = await cliReference();
  const stale = [...files]
    .filter(([path, text]) => readFileSync(path, 'utf8') !== text)
    .map(([path]) => path);
  expect(stale).toEqual([]);
  const pages = [...files.keys()].filter((path) => path.startsWith('man/')).toSorted();
  expect(
    readdirSync('man')
      .map((name) => `man/${name}`)
      .toSorted(),
  ).toEqual(pages);
});

test('package.json names every manual page, so that `man` finds them after an install', () => {
  const { man } = JSON.parse(readFileSync('package.json', 'utf8')) as { man: readonly string[] };
  expect(man).toEqual(
    readdirSync('man')
      .map((name) => `man/${name}`)
      .toSorted(),
  );
});
