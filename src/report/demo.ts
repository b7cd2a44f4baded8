import type { Demo, DemoCall, DemoLogin, DemoLogout } from '../demo/story.js';
import { inWords, isoTime } from '../token/duration.js';
import type { JsonValue } from '../token/json.js';
import { memberOf } from '../token/json.js';
import { probeJson } from './probe-json.js';
import { probeRenderer } from './probe.js';
import { accent, bad, faint, good, type Line, type Renderer, type Span, strong, type Text } from './text.js';

/** `authctl demo`: the whole story, told in four chapters. */
export const demoRenderer: Renderer<Demo> = {
  schema: 'authctl/demo@1',
  json: demoJson,
  text: (story, view) => [
    `authctl's own server runs at ${story.server} until this ends.`,
    '',
    ...chapter('1', 'Who are you?', 'each of three people logs in twice'),
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
    ...story.logouts.map((logout) => logoutLine(logout)),
  ],
};

const chapter = (number: string, title: string, rest: string): Text => [
  [strong(`${number}. ${title}`), faint(`  ${rest}`)],
];

function loginLine({ username, role, tokenSeconds, cookieName }: DemoLogin): Line {
  const lasts = tokenSeconds === null ? '' : ` for ${inWords(tokenSeconds)}`;
  return [
    '   ',
    accent(username.padEnd(8)),
    (role ?? 'no role').padEnd(7),
    faint('  POST /login '),
    `an access token${lasts}`,
    faint('  POST /session '),
    `cookie ${cookieName ?? 'none'}`,
  ];
}

function tokenLines({ token: { decoded, verified } }: Demo): Text {
  const claim = (name: string): string => textOf(memberOf(decoded.payload as never, name));
  const { expiresAt = null, secondsLeft = null } = decoded.lifetime ?? {};
  const judged: Span = verified.valid
    ? good('the signature is good')
    : bad(`refused: ${verified.failures.map(({ message }) => message).join('; ')}`);
  return [
    `   payload    id ${claim('id')}, username ${claim('username')}, role ${claim('role')}`,
    ['   signed by  ', claim('iss'), faint(`  ${verified.key?.algorithm ?? '?'}, key ${verified.key?.kid ?? '?'}`)],
    ['   verified   ', judged, verified.valid ? ', and it is meant for this API' : ''],
    `   lasts      ${secondsLeft === null ? 'for ever' : inWords(secondsLeft)}${until(expiresAt)}`,
  ];
}

const textOf = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

const until = (instant: number | null): string => {
  const iso = instant === null ? null : isoTime(instant);
  return iso === null ? '' : `, until ${iso.replace('T', ' ').replace('Z', ' UTC')}`;
};

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

function callLine({ username, role, method, path, status }: DemoCall): Line {
  const answer = isSuccess(status) ? good(`${status}`) : bad(`${status}`);
  const says = isSuccess(status) ? 'may' : 'may not';
  return ['   ', accent(username.padEnd(8)), (role ?? '').padEnd(7), `  ${method} ${path}  `, answer, `  ${says}`];
}

function logoutLine({ kind, before, after, expiresAt }: DemoLogout): Line {
  const name = kind === 'cookie' ? 'cookie' : 'token';
  const request = `${before.method} ${before.path}`;
  const mark = ({ status }: DemoCall): Span => (isSuccess(status) ? good(`${status}`) : bad(`${status}`));
  const why = isSuccess(after.status)
    ? `stateless: nobody remembers it, it lives until exp${until(expiresAt).replace(', until', ',')}`
    : 'stateful: the server forgot it, so it is dead at once';
  return ['   ', accent(name.padEnd(8)), `${request}  `, mark(before), '  log out  ', `${request}  `, mark(after), faint(`  ${why}`)];
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
