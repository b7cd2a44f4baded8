import type { RequestEvent } from '../server/event.js';
import type { RunningServer } from '../server/start.js';
import { accent, bad, caution, faint, good, type Line, type Span, strong, type Text } from './text.js';

/** What a script needs to use a server that has just started; printed as one line of JSON. */
export function servingDocument(
  { issuer, host, port, accounts, weaknesses, controlAt }: RunningServer,
  certificate?: string,
): object {
  return {
    schema: 'authctl/serve@1',
    url: issuer,
    issuer,
    host,
    port,
    openapi: `${issuer}/openapi.json`,
    jwks_uri: `${issuer}/jwks.json`,
    ...(certificate === undefined ? {} : { certificate }),
    control: controlAt,
    users: accounts.map(({ id, username, role, password = null }) => ({ id, username, role, password })),
    weaknesses,
  };
}

/** Who can log in, and what to try next. */
export function renderServing({ accounts, controlAt }: RunningServer, listsRequests: boolean): Text {
  const sorted = [...accounts].sort((a, b) => (a.username < b.username ? -1 : 1));
  const names = widthOf(['username', ...sorted.map(({ username }) => username)]);
  const roles = widthOf(['role', ...sorted.map(({ role }) => role)]);
  const known = sorted.find(({ username }) => username === 'agus') ?? sorted[0];
  return [
    '',
    [strong(`${'username'.padEnd(names)}${'role'.padEnd(roles)}password`)],
    ...sorted.map(({ username, role, password }) => [
      `${username.padEnd(names)}${role.padEnd(roles)}`,
      password === undefined ? faint('(known by its hash)') : password,
    ]),
    '',
    'In another terminal:',
    [
      '  ',
      accent(`authctl login --username ${known?.username ?? 'NAME'}`),
      faint('    # asks for the password'),
    ],
    ['  ', accent('authctl decode'), faint('                   # what the token says')],
    ['  ', accent('authctl probe'), faint('                    # which role reaches which route')],
    '',
    'To control this server:',
    ['  ', accent(`curl -H "Authorization: Bearer ${controlAt.token}" ${controlAt.url}state`)],
    '',
    [faint(`${listsRequests ? 'Requests are listed below. ' : ''}Ctrl-C stops the server.`)],
    '',
  ];
}

const widthOf = (words: readonly string[]): number => Math.max(...words.map(({ length }) => length)) + 2;

const METHOD_WIDTH = 6;
const CALLER_WIDTH = 16;

/** One line for one request: when, what was answered, to whom, for what, and why. */
export function renderRequest({ at, method, path, status, caller, why }: RequestEvent): Line {
  const who = caller ? `${caller.username} (${caller.role})` : 'anonymous';
  const how = caller?.scheme ? `, by ${caller.scheme}` : '';
  return [
    faint(new Date(at * 1000).toISOString().slice(11, 19)),
    ' ',
    statusSpan(status),
    ` ${who.padEnd(CALLER_WIDTH)} ${method.padEnd(METHOD_WIDTH)} ${path}`,
    faint(`  ${why}${how}`),
  ];
}

function statusSpan(status: number): Span {
  const text = String(status);
  if (status < 400) return good(text);
  return status < 500 ? caution(text) : bad(text);
}
