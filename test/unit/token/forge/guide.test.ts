import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { forgeGuide } from '../../../../scripts/forge-guide.js';

// PyJWT is recorded; the libraries from npm are asked here, so a new version that answers otherwise is seen.
test('docs/forge.md is what `npm run forge-guide` writes', async () => {
  expect(readFileSync('docs/forge.md', 'utf8')).toBe(await forgeGuide());
});
