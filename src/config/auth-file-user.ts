import type { Path } from '../document/source-document.js';
import type { Problem, SourcePosition } from '../errors.js';
import type { AuthEntry, LoginEndpoint } from './auth-file-schema.js';
import type { LoginConfig } from './config.js';
import type { RequestParts } from './probe-config.js';

/** A user of an authentication file, with the login that its entry says. */
export interface FileUser {
  readonly name: string;
  readonly username: string;
  readonly password?: string;
  readonly login: LoginConfig;
  /** Values that must never be shown. */
  readonly secrets: readonly string[];
  readonly at: SourcePosition;
}

/** @param place - where a member of the entry stands; the entry itself for an empty path. */
export function userOf(
  entry: AuthEntry,
  place: (path: Path) => SourcePosition,
): { readonly user?: FileUser; readonly problems: readonly Problem[] } {
  const problems = problemsOf(entry).map(({ path, ...said }) => ({ ...said, at: place(path) }));
  if (problems.length > 0) return { problems };
  const { name, fixedHeaders = [], loginEndpointAuth: endpoint } = entry;
  const fixed = headersOf(fixedHeaders);
  const at = place([]);
  const { username = name, password } = endpoint?.payloadUserPwd ?? {};
  const secret = [...fixedHeaders, ...(endpoint?.headers ?? [])].filter((header) => SECRET.test(header.name));
  return {
    problems: [],
    user: {
      ...{ name, username, at },
      ...(password === undefined ? {} : { password }),
      login: endpoint ? loginOf(endpoint, fixed, at) : { headers: fixed },
      secrets: [
        ...secret.map(({ value }) => value),
        ...(password === undefined ? [] : [password]),
        ...(endpoint?.payloadRaw === undefined ? [] : secretsIn(endpoint.payloadRaw)),
      ],
    },
  };
}

type Header = NonNullable<AuthEntry['fixedHeaders']>[number];

const SECRET = /authorization|cookie|token|key|secret|pass/i;

const headersOf = (headers: readonly Header[]): Readonly<Record<string, string>> =>
  Object.fromEntries(headers.map(({ name, value }) => [name, value]));

/** The login request, and how what it answers is sent from then on. */
function loginOf(
  endpoint: LoginEndpoint,
  fixed: Readonly<Record<string, string>>,
  at: SourcePosition,
): LoginConfig {
  const { verb = 'POST', headers = [], expectCookies = false } = endpoint;
  const token = tokenOf(endpoint);
  const step = {
    method: verb,
    path: endpoint.externalEndpointURL ?? endpoint.endpoint ?? '',
    ...payloadOf(endpoint, headersOf(headers)),
    capture: token ? { token: token.from } : {},
    owns: {},
    at,
  };
  return {
    steps: [step],
    headers: { ...fixed, ...(token?.sendIn === 'header' ? { [token.name]: token.value } : {}) },
    ...(token?.sendIn === 'query' ? { query: { [token.name]: token.value } } : {}),
    sendsCookies: expectCookies,
  };
}

function payloadOf(endpoint: LoginEndpoint, headers: Readonly<Record<string, string>>): RequestParts {
  const { payloadRaw, payloadUserPwd, contentType } = endpoint;
  const typed = contentType === undefined ? headers : { 'Content-Type': contentType, ...headers };
  if (payloadRaw !== undefined) {
    const usual = isJson(payloadRaw) ? { 'Content-Type': 'application/json' } : {};
    return { headers: { ...usual, ...typed }, body: payloadRaw };
  }
  if (payloadUserPwd === undefined) return { headers: typed };
  const { usernameField = '', passwordField = '' } = payloadUserPwd;
  const fields = { [usernameField]: '{{username}}', [passwordField]: '{{password}}' };
  return /x-www-form-urlencoded/i.test(contentType ?? '')
    ? { headers: typed, form: fields }
    : { headers: typed, body: fields };
}

interface Token {
  /** What `capture` understands. */
  readonly from: string;
  readonly sendIn: 'header' | 'query';
  readonly name: string;
  readonly value: string;
}

function tokenOf({ token }: LoginEndpoint): Token | undefined {
  if (token === undefined) return undefined;
  const { extractFromField, httpHeaderName, headerPrefix = '' } = token;
  const { extractFrom = 'body', extractSelector = extractFromField ?? '' } = token;
  const { sendTemplate = `${headerPrefix}{token}` } = token;
  return {
    from: extractFrom === 'header' ? `header:${extractSelector}` : extractSelector,
    sendIn: token.sendIn ?? 'header',
    name: token.sendName ?? httpHeaderName ?? '',
    value: sendTemplate.replaceAll('{token}', '{{token}}'),
  };
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** Of a payload, the values of members whose name says that they are secret. */
function secretsIn(payload: string): readonly string[] {
  const inJson = payload.matchAll(/"[^"]*(?:pass|pwd|secret|token|key)[^"]*"\s*:\s*"((?:[^"\\]|\\.)*)"/gi);
  const inForm = payload.matchAll(/(?:^|&)[^=&]*(?:pass|pwd|secret|token|key)[^=&]*=([^&]*)/gi);
  return [...inJson, ...inForm]
    .flatMap(([, value = '']) => [value, decoded(value)])
    .filter((value) => value !== '');
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

interface Complaint {
  readonly message: string;
  readonly hint: string;
  readonly path: Path;
}

/** What makes an entry one that nobody can log in with, or that cannot be done here. */
function problemsOf(entry: AuthEntry): readonly Complaint[] {
  const { requireMockHandling, createUsers, fixedHeaders = [], loginEndpointAuth: endpoint } = entry;
  const complaints: Complaint[] = [];
  const complain = (path: Path, message: string, hint: string) => complaints.push({ path, message, hint });
  if (entry.name === 'anonymous') {
    complain(
      ['name'],
      "a user cannot be named 'anonymous'",
      'give it another name; a caller without credentials comes along',
    );
  }
  if (requireMockHandling) {
    complain(
      ['requireMockHandling'],
      'a login that needs a mocked service cannot be made from outside',
      'remove this user',
    );
  }
  if (createUsers !== undefined) {
    complain(
      ['createUsers'],
      'users are not made by a probe',
      'make them beforehand, and list them under `auth:`',
    );
  }
  if (endpoint === undefined && fixedHeaders.length === 0) {
    complain([], 'nothing says how this user logs in', 'add `loginEndpointAuth:` or `fixedHeaders:`');
  }
  const names = fixedHeaders.map(({ name }) => name.toLowerCase());
  if (new Set(names).size < names.length) {
    complain(['fixedHeaders'], 'a header stands twice', 'join the values into one header, with commas');
  }
  const endpointProblems = endpoint ? problemsOfEndpoint(endpoint) : [];
  return [
    ...complaints,
    ...placeholdersIn(fixedHeaders, ['fixedHeaders']),
    ...endpointProblems.map(({ path, ...said }) => ({ ...said, path: ['loginEndpointAuth', ...path] })),
  ];
}

function problemsOfEndpoint(endpoint: LoginEndpoint): readonly Complaint[] {
  const { payloadRaw, payloadUserPwd, contentType = 'application/json', token, headers = [] } = endpoint;
  const complaints: Complaint[] = [];
  const complain = (path: Path, message: string, hint: string) => complaints.push({ path, message, hint });
  if (endpoint.verb === undefined) complain([], 'the login request has no `verb`', 'add `verb: POST`');
  if ((endpoint.endpoint === undefined) === (endpoint.externalEndpointURL === undefined)) {
    complain([], 'the login request needs either `endpoint` or `externalEndpointURL`', 'give one of the two');
  }
  if (payloadRaw !== undefined && payloadUserPwd !== undefined) {
    complain(['payloadRaw'], '`payloadRaw` and `payloadUserPwd` exclude each other', 'keep one of the two');
  }
  if (payloadRaw?.includes('{{')) {
    complain(
      ['payloadRaw'],
      '`{{` in a payload cannot be sent',
      'write the login as `steps:` in authctl.yaml',
    );
  }
  if (payloadUserPwd !== undefined) {
    const needed = ['username', 'password', 'usernameField', 'passwordField'] as const;
    const missing = needed.filter((name) => payloadUserPwd[name] === undefined);
    if (missing.length > 0) complain(['payloadUserPwd'], `lacks ${missing.join(', ')}`, 'add it');
    if (!/json|x-www-form-urlencoded/i.test(contentType)) {
      complain(['contentType'], `no payload is made as ${contentType}`, 'write it out under `payloadRaw`');
    }
  }
  if (token === undefined && endpoint.expectCookies !== true) {
    complain([], 'nothing says what the login gives', 'add `token:`, or `expectCookies: true`');
  }
  return [...complaints, ...placeholdersIn(headers, ['headers']), ...(token ? problemsOfToken(token) : [])];
}

function problemsOfToken(token: NonNullable<LoginEndpoint['token']>): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const complain = (member: string | null, message: string, hint: string) =>
    complaints.push({ path: member === null ? ['token'] : ['token', member], message, hint });
  const { extractFrom, extractSelector, extractFromField, sendName, httpHeaderName, sendTemplate } = token;
  if (extractSelector === undefined && extractFromField === undefined) {
    complain(
      null,
      'nothing says where the token is in the answer',
      'add `extractSelector:`, such as /access_token',
    );
  }
  if (extractFrom !== 'header' && extractSelector !== undefined && !/^(\/|$)/.test(extractSelector)) {
    complain(
      'extractSelector',
      `'${extractSelector}' is no JSON Pointer`,
      `write '/${extractSelector}', or extractFrom: header`,
    );
  }
  if (sendName === undefined && httpHeaderName === undefined) {
    complain(null, 'nothing says how the token is sent', 'add `sendName: Authorization`');
  }
  if (sendTemplate !== undefined && !sendTemplate.includes('{token}')) {
    complain('sendTemplate', 'the template has no place for the token', 'write it like `Bearer {token}`');
  }
  return complaints;
}

const placeholdersIn = (headers: readonly Header[], path: Path): readonly Complaint[] =>
  headers.flatMap(({ name, value }, index) =>
    value.includes('{{')
      ? {
          message: `\`{{\` in the header ${name} cannot be sent`,
          hint: 'write the login under `login:` in authctl.yaml',
          path: [...path, index, 'value'],
        }
      : [],
  );
