import { METHODS } from '../../config/route-key.js';
import { found, type KnownNames } from './known-names.js';
import { type Given, nameOf, type Position } from './position.js';
import { NOTHING, type Suggestion, type Suggestions } from './suggestion.js';

/** What is known where a value is wanted. */
export interface Asked {
  /** The value as far as it is typed. */
  readonly text: string;
  readonly given: Given;
  readonly names: KnownNames;
  /** Commands that `help` explains, and its topics. */
  readonly helpNames: () => Promise<readonly Suggestion[]>;
}

/** Finds what a value may be. What does not begin as it is typed is left out later. */
export type Source = (asked: Asked) => Promise<Suggestions>;

/** @returns undefined where anything may be written, such as a number or a scope. */
export function sourceOf(position: Position): Source | undefined {
  if (position.at === 'flag') return undefined;
  if (position.at === 'argument') {
    const { argument, path } = position;
    if (!argument) return undefined;
    if (argument.argChoices) return words(async () => argument.argChoices ?? []);
    return BY_PLACE[`${path} ${argument.name()}`] ?? BY_PLACEHOLDER[argument.name()];
  }
  const { option, path } = position;
  if (option.argChoices) return words(async () => option.argChoices ?? []);
  const placeholder = /[<[](.*)[>\]]$/.exec(option.flags)?.[1] ?? '';
  return BY_PLACE[`${path} ${nameOf(option)}`] ?? BY_FLAG[nameOf(option)] ?? BY_PLACEHOLDER[placeholder];
}

const asWords = (values: readonly (string | Suggestion)[]): Suggestions => ({
  kind: 'words',
  words: values.map((value) => (typeof value === 'string' ? { value } : value)),
});

const words =
  (values: (asked: Asked) => Promise<readonly (string | Suggestion)[]>): Source =>
  async (asked) =>
    asWords(await values(asked));

/** Several with commas between them: the last one is completed, and none is offered twice. */
const list =
  (values: (asked: Asked) => Promise<readonly (string | Suggestion)[]>): Source =>
  async (asked) => {
    const before = asked.text.slice(0, asked.text.lastIndexOf(',') + 1);
    const taken = before.split(',');
    const all = asWords(await values(asked));
    if (all.kind === 'path' || before === '') return all;
    return {
      kind: 'words',
      words: all.words
        .filter(({ value }) => !taken.includes(value))
        .map((word) => ({ ...word, value: `${before}${word.value}` })),
    };
  };

const files: Source = async ({ text }) => ({ kind: 'path', before: '', path: text });

/** `@file`, `-`, or the thing itself. */
const fileAfterAt: Source = async ({ text }) =>
  text.startsWith('@')
    ? { kind: 'path', before: '@', path: text.slice(1) }
    : asWords([
        { value: '@', means: 'from a file', goesOn: true },
        { value: '-', means: 'from standard input' },
      ]);

/** `format`, or `format=FILE`. */
const report =
  (formats: () => Promise<readonly string[]>): Source =>
  async ({ text }) => {
    const before = text.slice(0, text.indexOf('=') + 1);
    if (before !== '') return { kind: 'path', before, path: text.slice(before.length) };
    return asWords((await formats()).map((format) => ({ value: format, goesOn: true })));
  };

const probeReport = report(async () => (await import('../probe-reports.js')).PROBE_REPORTS);

const sessions = async ({ names }: Asked): Promise<readonly Suggestion[]> =>
  ((await found(names.sessions)) ?? []).map(({ name, role, server }) => ({
    value: name,
    means: role === null ? server : `${role} at ${server}`,
  }));

const subjects = async (asked: Asked): Promise<readonly Suggestion[]> => {
  const { subjects: configured = [] } = (await found(asked.names.outline)) ?? {};
  return [
    ...(await sessions(asked)),
    ...configured.map(({ name, role }) => ({ value: name, ...(role === undefined ? {} : { means: role }) })),
  ];
};

const anonymous: Suggestion = { value: 'anonymous', means: 'nobody' };

const roles = words(({ names }) => names.roles());

const servers = async ({ names }: Asked): Promise<readonly string[]> => [
  ...((await found(names.sessions)) ?? []).map(({ server }) => server),
  ...((await found(names.outline))?.servers ?? []),
];

const routes = words(async ({ names }) =>
  (await names.routes()).map(({ method, path }) => `${method} ${path.replace(/#.*$/, '')}`),
);

/** Paths as they are sent: up to the first parameter, which is for the user to fill in. */
const pathsOf =
  (isMethod: (given: Given, method: string) => boolean): ((asked: Asked) => Promise<readonly Suggestion[]>) =>
  async ({ names, given }) =>
    (await names.routes())
      .filter(({ method }) => isMethod(given, method))
      .map(({ path }) => {
        const [fixed = '', ...filled] = path.replace(/#.*$/, '').split('{');
        return filled.length === 0 ? { value: fixed } : { value: fixed, goesOn: true };
      });

const ofMethodBefore = ({ words: [method] }: Given, other: string): boolean =>
  method?.toUpperCase() === other;

const mutationIds = words(async () => {
  const { mutations } = await import('../../token/forge/registry.js');
  return mutations.map(({ id, title }) => ({ value: id, means: title }));
});

const rules = async (): Promise<readonly Suggestion[]> => {
  const registry = await import('../../token/lint/registry.js');
  return registry.rules.map(({ id, title }) => ({ value: id, means: title }));
};

/** `id=level` */
const severities: Source = async ({ text }) => {
  const before = text.slice(0, text.indexOf('=') + 1);
  if (before === '')
    return asWords((await rules()).map((rule) => ({ ...rule, value: `${rule.value}=`, goesOn: true })));
  const { SEVERITIES } = await import('../../token/lint/severity.js');
  return asWords(SEVERITIES.map((level) => `${before}${level}`));
};

const demoUsers = words(async () => {
  const { demoSettings } = await import('../../server/demo-settings.js');
  return demoSettings.users.map(({ username, role }) => ({ value: username, means: role }));
});

const demoRoles = words(async () => {
  const { demoSettings } = await import('../../server/demo-settings.js');
  return demoSettings.roles.map(({ name }) => name);
});

/** By what stands between the brackets of an option, and by the name of an argument. */
const BY_PLACEHOLDER: Readonly<Record<string, Source>> = {
  file: files,
  journal: files,
  'file|url': files,
  'url|file': files,
  token: fileAfterAt,
  body: fileAfterAt,
  source: fileAfterAt,
  pattern: routes,
  role: roles,
  route: routes,
  method: words(async () => METHODS),
  user: demoUsers,
};

const BY_FLAG: Readonly<Record<string, Source>> = {
  '--as': words(sessions),
  '--server': words(servers),
  '--api': words(servers),
  '--issuer': words(servers),
  '--checks': list(async () => (await import('../../probe/checks/checks.js')).CHECK_KINDS),
  '--disable': list(rules),
  '--explain': words(rules),
  '--severity': severities,
  '--prompt': words(async () => ['none', 'login', 'consent', 'select_account']),
  '--callback-host': words(async () => ['127.0.0.1', 'localhost', '::1']),
  '--weak': list(async () => {
    const { ALL, weaknesses } = await import('../../server/weaknesses/registry.js');
    return [
      { value: ALL, means: 'all of them' },
      { value: 'list', means: 'list them' },
      ...weaknesses.map(({ id, title }) => ({ value: id, means: title })),
    ];
  }),
  '--fault': words(async () => {
    const { faults } = await import('../../server/faults/registry.js');
    return [
      { value: 'list', means: 'list them' },
      ...faults.map(({ id, title }) => ({ value: id, means: title })),
    ];
  }),
};

/** Where a flag or an argument means something else than elsewhere. */
const BY_PLACE: Readonly<Record<string, Source>> = {
  'login server': words(servers),
  'login --as': words(subjects),
  'use name': words(sessions),
  'probe --as': words(async (asked) => [...(await subjects(asked)), anonymous]),
  'matrix diff --as': words(async (asked) => [...(await subjects(asked)), anonymous]),
  'can-i --as': words(async (asked) => [...(await subjects(asked)), anonymous]),
  'request --as': words(async (asked) => [...(await sessions(asked)), anonymous]),
  'request method': words(async (asked) => [...METHODS, ...(await pathsOf(() => true)(asked))]),
  'request url': words(pathsOf(ofMethodBefore)),
  'can-i path': words(pathsOf(ofMethodBefore)),
  'matrix diff from': files,
  'matrix diff to': files,
  'verify --alg': list(async () => (await import('../../token/keys/signing-key.js')).SIGNING_ALGORITHMS),
  'keys generate --bits': words(async () =>
    (await import('../../token/keys/generate.js')).RSA_SIZES.map(String),
  ),
  'issue --as': demoUsers,
  'issue --role': demoRoles,
  'forge mutation': mutationIds,
  'lint --report': report(async () => (await import('../lint-reports.js')).LINT_REPORTS),
  'probe --report': probeReport,
  'matrix merge --report': probeReport,
  'help name': words(({ helpNames }) => helpNames()),
  'serve --role': async () => NOTHING,
};
