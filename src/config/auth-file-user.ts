import type { Path } from '../document/source-document.js';
import type { Problem, SourcePosition } from '../errors.js';
import { problemsOf } from './auth-file-problems.js';
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
