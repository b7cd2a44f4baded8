/**
 * Writes `schema/authctl-1.json`, which editors complete and check `authctl.yaml` with, from the schema in the code.
 * With `--check` it writes nothing and fails where the file is not what the code says.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { configJsonSchema } from '../src/config/json-schema.js';

const FILE = 'schema/authctl-1.json';

const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  mkdirSync('schema', { recursive: true });
  writeFileSync(FILE, text);
} else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write(`${FILE} is not what src/config/schema.ts says: run \`npm run schema\`\n`);
  process.exitCode = 1;
}
