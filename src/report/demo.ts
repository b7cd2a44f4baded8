import type { Demo, DemoCall, DemoLogin, DemoLogout } from '../demo/story.js';
import { inWords, isoTime } from '../token/duration.js';
import type { JsonValue } from '../token/json.js';
import { memberOf } from '../token/json.js';
import { probeRenderer } from './probe.js';
import { probeJson } from './probe-json.js';
import { accent, bad, faint, good, type Line, type Renderer, type Span, strong, type Text } from './text.js';

/** `authctl demo`: the whole story, told in four chapters. */
export const demoRenderer: Renderer<Demo> = {
  schema: 'authctl/demo@1',
  json: demoJson,
  text: (story, view) => [
    `authctl's own server runs at ${story.server} until this ends.`,
    '',
    ...chapter('1', 'Who are you?', 'each of three people logs in twice'),
    loginHeading,
    ...story.logins.map(loginLine),
    '',
    ...chapter('2', 'What a token says', `${story.token.username}'s, read and then verified`),
    ...tokenLines(story),
    '',
    ...chapter('3', 'May you?', 'every GET route, asked as every role'),
    ...probeRenderer.text(story.access, view),
    '',
    'And one request that changes something, sent as two of them:',
    ...story.decisions.map(callLine),
    '',
    ...chapter('4', 'Stateful and stateless', 'log out, then send the same request again'),
    ...story.logouts.flatMap(logoutLines),
  ],
};

const chapter = (number: string, title: string, rest: string): Text => [
  [strong(`${number}. ${title}`), faint(`  ${rest}`)],
];

const loginHeading: Line = [faint(`${' '.repeat(20)}${'POST /login'.padEnd(32)}POST /session`)];

function loginLine({ username, role, tokenSeconds, cookieName }: DemoLogin): Line {
  const lasts = tokenSeconds === null ? '' : ` for ${inWords(tokenSeconds)}`;
  return [
    '   ',
    accent(username.padEnd(9)),
    (role ?? 'no role').padEnd(8),
    `access token${lasts}`.padEnd(30),
    `  cookie ${cookieName ?? 'none'}`,
  ];
}

function tokenLines({ token: { decoded, verified } }: Demo): Text {
  const claim = (name: string): string => textOf(memberOf(decoded.payload as never, name));
  const { expiresAt = null } = decoded.lifetime ?? {};
  const { iat } = decoded.payload as { readonly iat?: JsonValue };
  const judged: Span = verified.valid
    ? good('the signature is good')
    : bad(`refused: ${verified.failures.map(({ message }) => message).join('; ')}`);
  return [
    `   payload    id ${claim('id')}, username ${claim('username')}, role ${claim('role')}`,
    [
      '   signed by  ',
      claim('iss'),
      faint(`  ${verified.key?.algorithm ?? '?'}, key ${verified.key?.kid ?? '?'}`),
    ],
    ['   verified   ', judged, verified.valid ? ', and it is meant for this API' : ''],
    `   lasts      ${lasting(iat, expiresAt)}`,
  ];
}

const textOf = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

function lasting(issuedAt: JsonValue | undefined, expiresAt: number | null): string {
  if (expiresAt === null) return 'for ever: it has no exp';
  const span = typeof issuedAt === 'number' ? `${inWords(expiresAt - issuedAt)}, ` : '';
  return `${span}until ${clock(expiresAt)}`;
}

/** `2026-01-01 00:10:00 UTC` */
const clock = (instant: number): string => (isoTime(instant) ?? '').replace('T', ' ').replace('Z', ' UTC');

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

function callLine({ username, role, method, path, status }: DemoCall): Line {
  const answer = isSuccess(status) ? good(`${status}`) : bad(`${status}`);
  const says = isSuccess(status) ? 'may' : 'may not';
  return [
    '   ',
    accent(username.padEnd(9)),
    (role ?? '').padEnd(8),
    `${method} ${path}  `,
    answer,
    `  ${says}`,
  ];
}

function logoutLines({ kind, before, after, expiresAt }: DemoLogout): Text {
  const request = `${before.method} ${before.path}`;
  const mark = ({ status }: DemoCall): Span => (isSuccess(status) ? good(`${status}`) : bad(`${status}`));
  const why = isSuccess(after.status)
    ? `stateless: nothing to forget; it lives until ${expiresAt === null ? 'nobody knows when' : clock(expiresAt)}`
    : 'stateful: the server forgot the session; the cookie is dead at once';
  return [
    [
      '   ',
      accent((kind === 'cookie' ? 'cookie' : 'token').padEnd(9)),
      `${request}  `,
      mark(before),
      '  log out  ',
      `${request}  `,
      mark(after),
    ],
    [faint(`${' '.repeat(12)}${why}`)],
  ];
}

function demoJson({ server, at, logins, token, access, decisions, logouts }: Demo): object {
  return {
    server,
    at,
    logins,
    token: {
      username: token.username,
      header: token.decoded.header,
      payload: token.decoded.payload,
      valid: token.verified.valid,
      failures: token.verified.failures,
      key: token.verified.key,
    },
    access: probeJson(access),
    decisions,
    logouts: logouts.map(({ expiresAt, ...logout }) => ({
      ...logout,
      expiresAt: expiresAt === null ? null : { seconds: expiresAt, iso: isoTime(expiresAt) },
    })),
  };
}
