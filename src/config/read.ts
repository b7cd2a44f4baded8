import { dirname, resolve } from 'node:path';
import type { Path, SourceDocument } from '../document/source-document.js';
import type { SourcePosition } from '../errors.js';
import { type ConfigText, checkDocument } from './checked-document.js';
import type {
  Config,
  DenialName,
  LintRuleConfig,
  LoginConfig,
  ProbeConfig,
  RouteConfig,
  SubjectConfig,
} from './config.js';
import { present } from './present.js';
import { decideOf, forbiddenOf, idsOf, objectsOf, requestOf, stepOf } from './read-probe.js';
import { ROUTE_KEY } from './route-key.js';
import { checkRules } from './rules.js';
import {
  type ConfigFile,
  configSchema,
  type LintFile,
  type LoginFile,
  type RouteFile,
  type SubjectFile,
} from './schema.js';
import type { Environment } from './variables.js';

/**
 * Reads the text of an `authctl.yaml`.
 *
 * @param env - where `${VARIABLE}`s are filled in from.
 * @param needed - the keys at the top whose variables have to be set; default: all.
 * @throws {AuthctlError} `CONFIG_INVALID` with the position of the first mistake and the others in `also`.
 */
export function readConfig(text: ConfigText, env: Environment, needed?: readonly string[]): Config {
  const { file, document, secrets } = checkDocument(text, env, {
    schema: configSchema,
    rules: checkRules,
    command: 'authctl init',
    topic: 'authctl help config',
    needed,
  });
  return configOf(file, document, { file: text.file, path: text.path, secrets });
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
    ...subjects.flatMap(({ password, login, parity }) => [
      password,
      login?.clientSecret,
      parity?.clientSecret,
    ]),
    read.login?.clientSecret,
    read.parity?.clientSecret,
  ].filter((secret) => secret !== undefined);
  return {
    file,
    ...present({
      server: withoutTrailingSlash(read.server),
      api: withoutTrailingSlash(read.api),
      openapi: read.openapi === undefined ? undefined : locationOf(read.openapi, dirname(path)),
      authFile: read.authFile === undefined ? undefined : resolve(dirname(path), read.authFile),
      roleClaim: read.roleClaim,
    }),
    login: loginOf(read.login, dirname(path), ['login'], document),
    ...(read.parity === undefined
      ? {}
      : { parity: loginOf(read.parity, dirname(path), ['parity'], document) }),
    roles: read.roles ?? [],
    subjects,
    routes: Object.entries(read.routes ?? {}).map(([key, route]) => routeOf(key, route, document)),
    ...probeOf(read, document),
    ...(read.lint === undefined ? {} : { lint: lintRulesOf(read.lint, document) }),
    secrets: [...new Set([...passwords, ...secrets])],
  };
}

function probeOf(
  { objects = {}, decide = {}, setup = [], teardown = [], coverage = {}, waivers = [] }: ConfigFile,
  document: SourceDocument,
): ProbeConfig {
  return {
    objects: objectsOf(objects, document),
    decide: decideOf(decide),
    setup: setup.map((step, index) => stepOf(step, ['setup', index], document)),
    teardown: teardown.map((step, index) => stepOf(step, ['teardown', index], document)),
    leftOut: (coverage.except ?? []).map((route, index) => ({
      route,
      at: document.valueAt(['coverage', 'except', index]),
    })),
    failUnder: coverage.failUnder,
    waivers: waivers.map((waiver, index) => ({ ...waiver, at: document.valueAt(['waivers', index]) })),
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
  const { role, username = name, password, canary, owns = {}, attributes = {}, login, parity } = subject;
  const at: Path = ['subjects', name];
  return {
    name,
    role,
    username,
    ...present({ password, canary }),
    owns: idsOf(owns, [...at, 'owns'], document),
    attributes,
    ...(login === undefined ? {} : { login: loginOf(login, folder, [...at, 'login'], document) }),
    ...(parity === undefined ? {} : { parity: loginOf(parity, folder, [...at, 'parity'], document) }),
  };
}

function routeOf(key: string, route: RouteFile, document: SourceDocument): RouteConfig {
  const [, method = '', path = ''] = ROUTE_KEY.exec(key) ?? [];
  const {
    allow,
    deny,
    params = {},
    effect,
    decide,
    marker,
    privileged,
    forbiddenFields,
    setup,
    teardown,
  } = route;
  const at: Path = ['routes', key];
  return {
    method,
    path,
    ...(allow === undefined ? {} : { allow: allow === 'any' ? allow : allow.map(grantOf) }),
    ...(deny === undefined ? {} : { deny: denialOf(deny) }),
    params: idsOf(params, [...at, 'params'], document),
    request: requestOf(route, at, document),
    ...present({ effect, marker, privileged }),
    ...(decide === undefined ? {} : { decide: decideOf(decide) }),
    forbiddenFields: forbiddenFields === undefined ? [] : forbiddenOf(forbiddenFields),
    ...(setup === undefined ? {} : { setup: stepOf(setup, [...at, 'setup'], document) }),
    ...(teardown === undefined ? {} : { teardown: stepOf(teardown, [...at, 'teardown'], document) }),
    at: positionOf(document, at),
  };
}

const positionOf = (document: SourceDocument, path: Path): SourcePosition => document.keyAt(path);

function grantOf(
  grant: Exclude<NonNullable<RouteFile['allow']>, 'any'>[number],
): Exclude<NonNullable<RouteConfig['allow']>, 'any'>[number] {
  if (typeof grant === 'string') return { role: grant };
  return { role: grant.role, ...present({ when: grant.when }) };
}

function denialOf(deny: NonNullable<RouteFile['deny']>): DenialName {
  const name = String(deny);
  return name === '404' ? 'hidden' : (name as DenialName);
}

function loginOf(
  { resource, clientKey, steps, logout, ...login }: LoginFile = {},
  folder: string,
  path: Path,
  document: SourceDocument,
): LoginConfig {
  return present({
    ...login,
    resource: typeof resource === 'string' ? [resource] : resource,
    clientKey: clientKey === undefined ? undefined : resolve(folder, clientKey),
    logout: logout && stepOf(logout, [...path, 'logout'], document),
    steps: steps?.map((step, index) => stepOf(step, [...path, 'steps', index], document)),
  });
}

const withoutTrailingSlash = (url: string | undefined) => url?.replace(/\/+$/, '');

const locationOf = (location: string, folder: string): string =>
  /^https?:\/\//i.test(location) ? location : resolve(folder, location);
