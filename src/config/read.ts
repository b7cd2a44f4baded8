import { dirname, resolve } from 'node:path';
import { type Path, readDocument, type SourceDocument } from '../document/source-document.js';
import { AuthctlError, type Problem, type SourcePosition } from '../errors.js';
import type {
  Config,
  DenialName,
  LintRuleConfig,
  LoginConfig,
  RouteConfig,
  SubjectConfig,
} from './config.js';
import { ROUTE_KEY } from './route-key.js';
import { checkRules } from './rules.js';
import type { ConfigFile, LintFile, LoginFile, RouteFile, SubjectFile } from './schema.js';
import { checkSchema } from './schema-problems.js';
import { type Environment, fillVariables } from './variables.js';

const CODE = 'CONFIG_INVALID';

export interface ConfigText {
  readonly text: string;
  /** As messages name it. */
  readonly file: string;
  /** Absolute path, which relative file names in it start from. */
  readonly path: string;
}

/**
 * Reads the text of an `authctl.yaml`.
 *
 * @param env - where `${VARIABLE}`s are filled in from.
 * @throws {AuthctlError} `CONFIG_INVALID` with the position of the first mistake and the others in `also`.
 */
export function readConfig({ text, file, path }: ConfigText, env: Environment): Config {
  const document = readDocument(text, { file, code: CODE });
  requireVersion(document);
  const filled = fillVariables(document, env);
  const checked = checkSchema(withoutEmptySections(filled.data), document);
  const unfilled = new Set(filled.problems.map(({ at }) => `${at.line}:${at.column}`));
  const problems = [
    ...filled.problems,
    ...checked.problems.filter(({ at }) => !unfilled.has(`${at.line}:${at.column}`)),
    ...(checked.file ? checkRules(checked.file, document) : []),
  ];
  if (problems.length > 0 || !checked.file) throw invalid(problems);
  return configOf(checked.file, document, { file, path, secrets: filled.secrets });
}

/** In the order of the file, each mistake once. */
function invalid(problems: readonly Problem[]): AuthctlError {
  const ordered = problems.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  const [first, ...also] = ordered;
  return new AuthctlError(CODE, first?.message ?? 'cannot be used', { ...first, also });
}

/** Before all else: what a newer version means by its keys is not ours to judge. */
function requireVersion({ data, valueAt }: SourceDocument): void {
  const fail = (message: string, hint: string, path: Path = []) =>
    new AuthctlError(CODE, message, { at: valueAt(path), hint });
  if (data === undefined || data === null) {
    throw fail('the file is empty', 'write a first one with `authctl init`');
  }
  if (typeof data !== 'object' || Array.isArray(data)) {
    throw fail(
      `expected keys and values, not ${Array.isArray(data) ? 'a list' : 'a single value'}`,
      'begin the file with `version: 1`; `authctl help config` explains the keys',
    );
  }
  const version = (data as { readonly version?: unknown }).version;
  if (typeof version === 'number' && version > 1) {
    throw fail(
      `version ${version} of this file needs a newer authctl`,
      'upgrade: npm install --save-dev authctl@latest',
      ['version'],
    );
  }
}

/** A section whose content is commented out counts as absent. */
function withoutEmptySections(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}

interface Origin {
  readonly file: string;
  readonly path: string;
  readonly secrets: readonly string[];
}

function configOf(read: ConfigFile, document: SourceDocument, { file, path, secrets }: Origin): Config {
  const subjects = Object.entries(read.subjects ?? {}).map(([name, subject]) =>
    subjectOf(name, subject, document, dirname(path)),
  );
  const passwords = [
    ...subjects.flatMap(({ password, login }) => [password, login?.clientSecret]),
    read.login?.clientSecret,
  ].filter((secret) => secret !== undefined);
  return {
    file,
    ...present({
      server: withoutTrailingSlash(read.server),
      api: withoutTrailingSlash(read.api),
      openapi: read.openapi === undefined ? undefined : locationOf(read.openapi, dirname(path)),
      roleClaim: read.roleClaim,
    }),
    login: loginOf(read.login, dirname(path)),
    roles: read.roles ?? [],
    subjects,
    routes: Object.entries(read.routes ?? {}).map(([key, route]) => routeOf(key, route, document)),
    ...(read.lint === undefined ? {} : { lint: lintRulesOf(read.lint, document) }),
    secrets: [...new Set([...passwords, ...secrets])],
  };
}

function lintRulesOf(
  { disable = [], severity = {} }: LintFile,
  document: SourceDocument,
): readonly LintRuleConfig[] {
  return [
    ...disable.map(
      (rule, index): LintRuleConfig => ({
        rule,
        severity: 'off',
        at: document.valueAt(['lint', 'disable', index]),
      }),
    ),
    ...Object.entries(severity).map(([rule, level]) => ({
      rule,
      severity: level,
      at: document.keyAt(['lint', 'severity', rule]),
    })),
  ];
}

function subjectOf(
  name: string,
  subject: SubjectFile,
  document: SourceDocument,
  folder: string,
): SubjectConfig {
  const { role, username = name, password, canary, owns = {}, login } = subject;
  return {
    name,
    role,
    username,
    ...present({ password, canary }),
    owns: idsOf(owns, ['subjects', name, 'owns'], document),
    ...(login === undefined ? {} : { login: loginOf(login, folder) }),
  };
}

function routeOf(
  key: string,
  { allow, deny, params = {} }: RouteFile,
  document: SourceDocument,
): RouteConfig {
  const [, method = '', path = ''] = ROUTE_KEY.exec(key) ?? [];
  return {
    method,
    path,
    allow: allow === 'any' ? allow : allow.map(grantOf),
    ...(deny === undefined ? {} : { deny: denialOf(deny) }),
    params: idsOf(params, ['routes', key, 'params'], document),
    at: positionOf(document, ['routes', key]),
  };
}

const positionOf = (document: SourceDocument, path: Path): SourcePosition => document.keyAt(path);

function grantOf(
  grant: Exclude<RouteFile['allow'], 'any'>[number],
): Exclude<RouteConfig['allow'], 'any'>[number] {
  if (typeof grant === 'string') return { role: grant };
  return { role: grant.role, ...present({ when: grant.when }) };
}

function denialOf(deny: NonNullable<RouteFile['deny']>): DenialName {
  const name = String(deny);
  return name === '404' ? 'hidden' : (name as DenialName);
}

/** Ids as they are spelt, so that `007` stays `007`. */
function idsOf(ids: Readonly<Record<string, string | number>>, path: Path, document: SourceDocument) {
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => [
      name,
      typeof id === 'string' ? id : (document.spellingAt([...path, name]) ?? String(id)),
    ]),
  );
}

function loginOf({ resource, clientKey, ...login }: LoginFile = {}, folder: string): LoginConfig {
  return present({
    ...login,
    resource: typeof resource === 'string' ? [resource] : resource,
    clientKey: clientKey === undefined ? undefined : resolve(folder, clientKey),
  });
}

const withoutTrailingSlash = (url: string | undefined) => url?.replace(/\/+$/, '');

const locationOf = (location: string, folder: string): string =>
  /^https?:\/\//i.test(location) ? location : resolve(folder, location);

/** The members that have a value. */
function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
