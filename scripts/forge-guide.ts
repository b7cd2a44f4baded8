/**
 * Writes docs/forge.md from the mutations themselves and from what four verifiers say of the tokens made by them:
 * authctl's own, jsonwebtoken and fast-jwt, asked now, and PyJWT as it was recorded. A test compares the file with what
 * this would write.
 *
 * Usage: `npm run forge-guide`; with `-- --record` PyJWT is asked anew (Debian: python3-jwt, python3-cryptography).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ANSWERS } from '../src/report/forge.js';
import { markdownProse } from '../src/report/markdown.js';
import { besideTokens } from '../src/token/forge/beside-tokens.js';
import { forge } from '../src/token/forge/forge.js';
import type { Expected, Mutation } from '../src/token/forge/mutation.js';
import { needs } from '../src/token/forge/need.js';
import { families, mutations } from '../src/token/forge/registry.js';
import { pinned } from '../src/token/keys/verification-key.js';
import type { Source } from '../src/token/lint/source.js';
import { verify } from '../src/token/verify.js';
import { NOW } from '../test/support/bundled-server.js';
import { AUDIENCE, ISSUER, type Issuer, issuers, KEY_ID } from '../test/support/forge-materials.js';
import { libraries } from './forge-guide/libraries.js';
import { askPyJwt, PYJWT_RECORD, type PyJwtRecord, readPyJwtRecord } from './forge-guide/pyjwt.js';

/** One token, and which verifiers took it. */
interface Opinion {
  readonly mutation: Mutation;
  readonly expected: Expected;
  readonly takenBy: readonly string[];
}

const OWN = 'authctl verify';
const PYJWT = 'PyJWT';
const VERIFIERS = [OWN, ...libraries.map(({ name }) => name), PYJWT];

/** Every token that is made from a signed one. */
export const tokensOf = ({ original, materials }: Issuer) => forge(original, mutations, materials).forged;

async function opinionsOn(issuer: Issuer, recorded: PyJwtRecord): Promise<readonly Opinion[]> {
  const key = pinned(issuer.verificationKey, { kid: KEY_ID, alg: issuer.name });
  if (!key) throw new Error(`no key for ${issuer.name}`);
  const options = {
    issuer: ISSUER,
    audience: [AUDIENCE],
    type: 'at+jwt',
    required: ['sub', 'exp', 'iat', 'jti'],
    keys: async () => ({ keys: [key], origin: 'the issuer' }),
  };
  const python = new Set(recorded.accepted[issuer.name]);
  const opinions: Opinion[] = [];
  for (const { id, mutation, token, expected } of tokensOf(issuer)) {
    const takenBy = [
      ...((await verify(token, NOW, options)).valid ? [OWN] : []),
      ...libraries.filter(({ accepts }) => accepts(token, issuer)).map(({ name }) => name),
      ...(python.has(id) ? [PYJWT] : []),
    ];
    opinions.push({ mutation, expected, takenBy });
  }
  return opinions;
}

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;

/** The whole file. */
export async function forgeGuide(recorded: PyJwtRecord = readPyJwtRecord()): Promise<string> {
  const opinions = (await Promise.all(issuers.map((issuer) => opinionsOn(issuer, recorded)))).flat();
  const sections = families.map(({ title, mutations: members }) => [
    `## ${title}`,
    '',
    ...members.flatMap((mutation) => [...described(mutation), '']),
  ]);
  return [introduction(), ...sections.flat(), ...besideSection(), ...opinionSection(opinions, recorded)].join(
    '\n',
  );
}

const introduction = (): string => `# Hostile tokens: \`authctl forge\`

Written by \`npm run forge-guide\` from the mutations themselves. Every id is stable. \`authctl forge ID\` makes the
tokens of one mutation, \`authctl forge ID:VARIANT\` one token, \`authctl forge --all\` all that do no harm, one a line
with its id before it. Nothing is sent. \`stale\` in a variant says that the token has the signature of the token it was
made from, \`none\` that it has none, \`signed\` that the issuer's key (\`--key\`, \`--secret-file\`) signed it, so that only
what comes after the check of the signature is tested.

Class \`oob\` makes a server call out to an address in the token, \`dangerous\` may make it run a command or use up its
memory or time: both are made only where they are named.

A sound server answers every token with 401, unless something else is said: *either* means ${ANSWERS.either};
*policy* means ${ANSWERS.policy}.
`;

function described(mutation: Mutation): readonly string[] {
  const { id, title, class: danger, needs: needed, sources, tests } = mutation;
  const facts = [
    ...(danger === 'safe' ? [] : [`Class \`${danger}\`.`]),
    ...(needed.length === 0 ? [] : [`Uses ${needed.map((need) => needs[need].what).join(', ')}.`]),
    `Source: ${linked(sources)}.`,
  ];
  return [`**\`${id}\`** - ${markdownProse(title)}. Accepted: ${markdownProse(tests)}. ${facts.join(' ')}`];
}

const linked = (sources: readonly Source[]): string =>
  sources.map(({ title, url }) => `[${title}](${url})`).join(', ');

const besideSection = (): readonly string[] => [
  '## No tokens of their own',
  '',
  'Tests of a server that send a good token in a bad way, or at a bad time. Nothing here makes them: they are requests.',
  '',
  ...besideTokens.flatMap(({ id, title, tests, sources }) => [
    `**\`${id}\`** - ${markdownProse(title)}. Accepted: ${markdownProse(tests)}. Source: ${linked(sources)}.`,
    '',
  ]),
];

function opinionSection(opinions: readonly Opinion[], { version }: PyJwtRecord): readonly string[] {
  const npm = libraries.map(({ name }) => `${name} ${versionOf(name)}`).join(', ');
  const judged = mutations.filter(({ of }) => of === 'jws');
  return [
    '## What other libraries say',
    '',
    `Each token, made from one signed with ${issuers.map(({ name }) => name).join(', ')}, was given to \`authctl verify\`, ${npm}`,
    `and PyJWT ${version} with sound settings: one algorithm, the issuer, the audience, and \`exp\`, \`sub\`, \`iss\`, \`aud\` required where that can`,
    'be said. A number says how many of the tokens were accepted; a dot, that all were refused. Where the *expected* column',
    'says refuse and there is a number, that library is lax on this point with these settings.',
    '',
    `| mutation | tokens | expected | ${VERIFIERS.join(' | ')} |`,
    `|---|---|---|${VERIFIERS.map(() => '---|').join('')}`,
    ...judged.flatMap((mutation) => opinionRows(mutation, opinions)),
    '',
  ];
}

/** A row for each answer that is expected of the mutation's tokens. */
function opinionRows(mutation: Mutation, opinions: readonly Opinion[]): readonly string[] {
  const mine = opinions.filter((opinion) => opinion.mutation === mutation);
  return [...new Set(mine.map(({ expected }) => expected))].map((expected) => {
    const alike = mine.filter((opinion) => opinion.expected === expected);
    const numbers = VERIFIERS.map(
      (name) => alike.filter(({ takenBy }) => takenBy.includes(name)).length || '·',
    );
    return `| \`${mutation.id}\` | ${alike.length} | ${expected} | ${numbers.join(' | ')} |`;
  });
}

function recordPyJwt(): PyJwtRecord {
  const answers = issuers.map((issuer) => ({
    name: issuer.name,
    answer: askPyJwt(issuer, tokensOf(issuer)),
  }));
  const version = answers[0]?.answer?.version;
  if (version === undefined)
    throw new Error('PyJWT is not here: apt-get install python3-jwt python3-cryptography');
  const accepted = Object.fromEntries(answers.map(({ name, answer }) => [name, answer?.accepted ?? []]));
  return { version, accepted };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--record')) {
    mkdirSync('test/data/forge', { recursive: true });
    writeFileSync(PYJWT_RECORD, `${JSON.stringify(recordPyJwt(), null, 2)}\n`);
  }
  writeFileSync('docs/forge.md', await forgeGuide());
}
