/** Writes its arguments, as a shell handed them over, to the file that WORDS_FILE names. */
import { writeFileSync } from 'node:fs';

writeFileSync(process.env.WORDS_FILE ?? '', JSON.stringify(process.argv.slice(2)));
