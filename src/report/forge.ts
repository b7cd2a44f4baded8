import type { BesideTokens } from '../token/forge/beside-tokens.js';
import type { Forgery, SkippedToken } from '../token/forge/forge.js';
import type { Expected, Mutation, MutationClass } from '../token/forge/mutation.js';
import { describeNeed, needs } from '../token/forge/need.js';
import type { MutationFamily } from '../token/forge/registry.js';
import { count } from './count.js';
import { groupBy } from './group-by.js';
import { caution, faint, type Line, type Renderer, strong, type Text, type View } from './text.js';
import { wrap } from './wrap.js';

/** What there is to choose from. */
export interface ForgeList {
  readonly families: readonly MutationFamily[];
  readonly beside: readonly BesideTokens[];
}

/** `authctl forge --list`: every mutation, and what belongs to the same tests and is none. */
export const forgeListRenderer: Renderer<ForgeList> = {
  schema: 'authctl/forge-list@1',
  json: ({ families, beside }) => ({
    mutations: families.flatMap(({ title, mutations }) =>
      mutations.map((mutation) => ({ ...mutationDocument(mutation), family: title })),
    ),
    besideTokens: beside,
  }),
  text: ({ families, beside }, view) => [
    ...families.flatMap(
      ({ title, mutations }): Text => [
        [strong(title)],
        ...mutations.flatMap((mutation) => mutationLines(mutation, view)),
        '',
      ],
    ),
    ...(beside.length === 0 ? [] : besideLines(beside, view)),
    count(families.flatMap(({ mutations }) => mutations).length, 'mutation'),
  ],
};

const besideLines = (beside: readonly BesideTokens[], view: View): Text => [
  [strong('No tokens of their own')],
  ...beside.flatMap(({ id, title, tests, sources }) => entry(id, title, tests, sources[0].title, [], view)),
  '',
];

/** What a mutation is, for JSON and for guides. */
export function mutationDocument(mutation: Mutation): object {
  const { id, title, class: danger, of, needs: needed, sources, tests } = mutation;
  return { id, title, class: danger, of, needs: needed, sources, tests };
}

function mutationLines(mutation: Mutation, view: View): Text {
  const { id, title, class: danger, needs: needed, sources, tests } = mutation;
  const notes = [
    ...(danger === 'safe' ? [] : [`${danger}: ${DANGERS[danger]}; made only by name`]),
    ...(needed.length === 0 ? [] : [`uses ${needed.map((need) => needs[need].what).join(', ')}`]),
  ];
  return entry(id, title, tests, sources[0].title, notes, view);
}

const DANGERS = {
  oob: 'it may make the server call out to an address in the token',
  dangerous: 'it may make the server run a command or use up its memory or time',
} as const satisfies Record<Exclude<MutationClass, 'safe'>, string>;

const INDENT = 6;

function entry(
  id: string,
  title: string,
  tests: string,
  source: string,
  notes: readonly string[],
  { width }: View,
): Text {
  const lines = [title, `accepted: ${tests}`, ...notes].flatMap((text) => wrap(text, width, INDENT, 2));
  return [['  ', strong(id), '  ', faint(source)], ...lines];
}

/** `authctl forge --json`: the tokens, nothing masked. */
export function forgeDocument({ forged, skipped }: Forgery): object {
  return {
    schema: 'authctl/forge@1',
    tokens: forged.map(({ id, mutation, expected, token }) => ({
      id,
      mutation: mutation.id,
      class: mutation.class,
      expected,
      expectedAnswer: ANSWERS[expected],
      token,
    })),
    skipped: skipped.map(({ id, mutation, missing }) => ({
      id,
      mutation: mutation.id,
      missing,
      reason: describeNeed(missing),
    })),
  };
}

/** What a sound server answers, in words. */
export const ANSWERS = {
  refuse: 'refused with 401',
  either: 'accepted or refused, always alike, never a 5xx',
  policy: "accepted, with no more rights than the server's own policy grants",
} as const satisfies Record<Expected, string>;

/** What to know before a token that is not safe is sent. */
export function cautionOf({ id, class: danger }: Mutation): Text {
  return danger === 'safe' ? [] : [[caution(`${danger}:`), ` ${id}: ${DANGERS[danger]}`]];
}

/** What was not made, by what is missing. */
export function skippedNote(skipped: readonly SkippedToken[], width: number): Text {
  return [...groupBy(skipped, ({ missing }) => missing)].flatMap(
    ([missing, tokens]): Text => [
      [caution('skipped:'), ` ${describeNeed(missing)}`],
      ...wrap(namesOf(tokens).join(', '), width, 2).map((line): Line => [faint(line)]),
    ],
  );
}

/** Each mutation once: a single token by its id, several by how many. */
function namesOf(tokens: readonly SkippedToken[]): readonly string[] {
  return [...groupBy(tokens, ({ mutation }) => mutation)].map(([mutation, same]) =>
    same.length === 1 ? (same[0]?.id ?? '') : `${mutation.id} (${same.length})`,
  );
}

/** How much was made, and what is made only where it is named. */
export function whatWasMade({ forged, skipped }: Forgery, byName: readonly Mutation[], width: number): Text {
  return [
    [caution('left out:'), ' made only by name, because they may do harm'],
    ...wrap(byName.map(({ id }) => id).join(', '), width, 2).map((line): Line => [faint(line)]),
    `${count(forged.length, 'token')}, ${skipped.length} skipped`,
  ];
}

/** Said where the key given is not the one that signed the token. */
export const strangersKey: Text = [
  [
    caution('warning:'),
    " the key given did not make this token's signature; tokens made with it are not the issuer's",
  ],
];
