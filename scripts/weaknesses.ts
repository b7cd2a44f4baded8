/**
 * Writes docs/weaknesses.md from the weaknesses themselves, so that every one is documented and none is that is not there.
 * A test compares the file with what this would write.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { markdownProse } from '../src/report/markdown.js';
import { demoSettings } from '../src/server/demo-settings.js';
import { type DescribedWeakness, describeWeaknesses } from '../src/server/weaknesses/describe.js';
import { ALL } from '../src/server/weaknesses/registry.js';

const INTRODUCTION = `# Weaknesses of \`authctl serve\`

Written by \`npm run weaknesses\` from the weaknesses themselves.

The bundled server is sound, and can be told to be wrong in ways that real APIs are: to practise on, and to see that a
scanner finds what is there and nothing else. \`authctl serve --weak bfla,bola\` has these two, \`--weak all\` has them
all together; \`weaknesses:\` in \`authctl-server.yaml\` and \`server.weaken([...])\` of the library do the same. A server
with weaknesses listens on loopback only. \`GET /_authctl/weaknesses\` is its answer key: the ones that are on, with
everything that stands here, as JSON, and the routes of the API that it serves. \`authctl serve --weak list\` lists them
all.

Routes are those of the demo, and agus is its reader. Ids are stable. A later one in this list goes before an earlier one
where both have a say.

In the commands, \`jwks.json\` is what \`/jwks.json\` of the server answers, \`server-keys.json\` its own key from
the user's data folder, and \`id-token.jwt\` an ID token that it issued. A command that ends with \`authctl probe\`
shows \`GET /me\` as allowed where the token was taken, and as inconclusive where it was refused.
`;

/** The whole file. */
export const weaknessesGuide = (): string =>
  [INTRODUCTION, ...describeWeaknesses([ALL], demoSettings).weaknesses.map(section)].join('\n');

const section = ({ id, title, cwe, owasp, summary, routes, find }: DescribedWeakness): string =>
  [
    `## \`${id}\``,
    '',
    `${capital(markdownProse(title))} ([CWE-${cwe}](https://cwe.mitre.org/data/definitions/${cwe}.html), ${owasp}): ${markdownProse(summary)}.`,
    '',
    `- where: ${routes.map((route) => `\`${route}\``).join(', ')}`,
    `- find it: ${find.includes('$(authctl') ? `\`${find}\`` : markdownProse(find)}`,
    '',
  ].join('\n');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync('docs', { recursive: true });
  writeFileSync('docs/weaknesses.md', weaknessesGuide());
}
