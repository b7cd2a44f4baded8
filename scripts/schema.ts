/**
 * Writes `schema/*.json`, which editors complete and check configuration files with, from the schemas in the code.
 * With `--check` it writes nothing and fails where a file is not what the code says.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { configJsonSchema } from '../src/config/json-schema.js';
import { serverConfigJsonSchema } from '../src/server/config/json-schema.js';

const SCHEMAS = [
  { file: 'schema/authctl-1.json', schema: configJsonSchema(), code: 'src/config/schema.ts' },
  {
    file: 'schema/authctl-server-1.json',
    schema: serverConfigJsonSchema(),
    code: 'src/server/config/schema.ts',
  },
];

mkdirSync('schema', { recursive: true });
for (const { file, schema, code } of SCHEMAS) {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${file} is not what ${code} says: run \`npm run schema\`\n`);
    process.exitCode = 1;
  }
}
