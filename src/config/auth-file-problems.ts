import type { Path } from '../document/source-document.js';
import type { AuthEntry, LoginEndpoint } from './auth-file-schema.js';

/** A mistake at a member of an entry; an empty path for the entry itself. */
export interface Complaint {
  readonly message: string;
  readonly hint: string;
  readonly path: Path;
}

/** What makes an entry one that nobody can log in with, or that cannot be done here. */
export function problemsOf(entry: AuthEntry): readonly Complaint[] {
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

const placeholdersIn = (headers: NonNullable<AuthEntry['fixedHeaders']>, path: Path): readonly Complaint[] =>
  headers.flatMap(({ name, value }, index) =>
    value.includes('{{')
      ? {
          message: `\`{{\` in the header ${name} cannot be sent`,
          hint: 'write the login under `login:` in authctl.yaml',
          path: [...path, index, 'value'],
        }
      : [],
  );
