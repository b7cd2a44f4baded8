import type { Command } from 'commander';
import { beforeAll, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { takesValue } from '../../../src/cli/complete/position.js';
import { commandTree } from '../../../src/cli/program.js';
import { run } from '../../../src/cli/run.js';
import type { CredentialStore } from '../../../src/session/credential-store.js';
import { createTestContext } from '../../support/test-context.js';

async function complaint(argv: readonly string[], store: CredentialStore = createMemoryStore()) {
  const ctx = createTestContext({ argv, store, files: { '/project/access.matrix': MATRIX } });
  const status = await run(ctx);
  return { status, says: ctx.written.stderr, requests: ctx.requests.length };
}

const MATRIX = `# authctl-matrix v1
roles: auditor reader

DELETE /users/{id} 403: auditor reader
GET /articles/{id} allow: auditor reader
`;

interface Place {
  readonly words: readonly string[];
  readonly command: Command;
}

let places: readonly Place[];

beforeAll(async () => {
  const { program, configure } = commandTree(createTestContext());
  for (const command of program.commands) await configure(command);
  const below = (command: Command, words: readonly string[]): readonly Place[] => [
    { words, command },
    ...command.commands.flatMap((each) => below(each, [...words, each.name()])),
  ];
  places = below(program, []).filter(({ words }) => words[0] !== '__complete');
});

/** A word as it comes out of fast fingers: two letters in the wrong order, or one too many. */
const mistyped = (word: string): string => {
  const at = word.length - 2;
  const turned = `${word.slice(0, at)}${word[at + 1]}${word[at]}`;
  return turned === word ? `${word}x` : turned;
};

/** What a command cannot do without, before anything else is looked at. */
const needed = ({ command }: Place, except: string): readonly string[] =>
  command.options
    .filter(({ mandatory, long }) => mandatory && long !== except)
    .flatMap(({ long = '', argChoices = [] }) => [long, argChoices[0] ?? '']);

test('every command is suggested for its own mistyped name', async () => {
  const missed: string[] = [];
  for (const { words } of places.filter((place) => place.words.length > 0)) {
    const name = words.at(-1) ?? '';
    const { status, says } = await complaint([...words.slice(0, -1), mistyped(name)]);
    // `forge` takes words of its own where its command could stand.
    if (words.join(' ') !== 'forge crack' && (status !== 2 || !says.includes(name))) missed.push(says);
  }
  expect(missed).toEqual([]);
});

test('every flag is suggested for its own mistyped name', async () => {
  const missed: string[] = [];
  for (const place of places.filter(({ words }) => words.length > 0)) {
    for (const { long = '' } of place.command.options.filter(({ long }) => (long ?? '').length > 6)) {
      const { status, says } = await complaint([...place.words, ...needed(place, long), mistyped(long)]);
      if (status !== 2 || !new RegExp(`did you mean .*${long}\\b`).test(says))
        missed.push(`${place.words.join(' ')}: ${says}`);
    }
  }
  expect(missed).toEqual([]);
});

test('every value of a closed set is suggested for its own mistyped form, and the set is told for what is none', async () => {
  const missed: string[] = [];
  for (const place of places) {
    for (const option of place.command.options.filter((each) => each.argChoices && takesValue(each))) {
      const { argChoices: choices = [], long = '' } = option;
      const [longest = ''] = choices.toSorted((one, other) => other.length - one.length);
      const line = (value: string) => [...place.words, ...needed(place, long), long, value];
      const close = await complaint(line(`${longest}x`));
      if (!close.says.includes(`is no value for ${long}\n hint: did you mean '`)) missed.push(close.says);
      const far = await complaint(line('0000000000'));
      if (!far.says.endsWith(`is no value for ${long}\n hint: it takes ${choices.join(', ')}\n`))
        missed.push(far.says);
    }
  }
  expect(missed).toEqual([]);
});

test.for([
  { argv: ['completion', 'bahs'], hint: "did you mean 'bash'?" },
  { argv: ['help', 'exitcodes'], hint: "did you mean 'exit-codes'?" },
  { argv: ['help', 'logni'], hint: "did you mean 'login'?" },
  { argv: ['forge', 'none.nne', 'a.b.c'], hint: "did you mean 'none.none'?" },
  { argv: ['lint', '--explain', 'kid.mising'], hint: "did you mean 'kid.missing'?" },
  { argv: ['lint', '--disable', 'kid.mising'], hint: "did you mean 'kid.missing'?" },
  { argv: ['lint', '--report', 'sarf'], hint: "did you mean 'sarif'?" },
  { argv: ['matrix', 'what-can', 'raeder'], hint: "did you mean 'reader'?" },
  { argv: ['matrix', 'who-can', 'DELETE /user/{id}'], hint: "did you mean 'DELETE /users/{id}'?" },
  { argv: ['use', 'agsu'], hint: "did you mean 'agus'? names: agus, william" },
  { argv: ['token', '--as', 'agsu'], hint: "did you mean 'agus'? names: agus, william" },
  { argv: ['logout', '--as', 'nobody-here'], hint: 'names: agus, william' },
  { argv: ['status', '--as', 'agsu'], hint: "did you mean 'agus'?" },
  { argv: ['decode', '--as', 'wiliam'], hint: "did you mean 'william'?" },
  { argv: ['token', '--role', 'raeder'], hint: "did you mean 'reader'? roles: reader, editor" },
])('$argv: $hint', async ({ argv, hint }) => {
  const store = createMemoryStore();
  for (const [name, role] of [
    ['agus', 'reader'],
    ['william', 'editor'],
  ] as const) {
    await store.put({
      ...{ name, role, server: 'http://127.0.0.1:4455', flow: 'json', username: name, createdAt: 0 },
      credential: { kind: 'bearer', accessToken: 'a.b.c' },
    });
  }
  const { status, says, requests } = await complaint(argv, store);
  expect({ status, requests }).toEqual({ status: 2, requests: 0 });
  expect(says).toContain(`\n hint: ${hint}`);
});
