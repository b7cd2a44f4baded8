import type { Config, LoginConfig, SubjectConfig } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import type { Subject } from '../probe/model.js';
import type { CheckLogins } from '../probe/ports.js';
import { loginCommand } from '../session/login-command.js';
import type { Session } from '../session/session.js';
import type { Context } from './context.js';
import { configuredSubjects, type SubjectSource } from './probe-subjects.js';

/**
 * The subjects of `authctl.yaml`, each of them twice: as it usually logs in, and in the other way that `parity:` says; where
 * that says nothing, with a cookie session beside a token, and with a token beside a cookie session.
 *
 * @throws {AuthctlError} `CONFIG_INVALID` where the other way cannot be guessed.
 */
export function subjectsInTwoWays(
  ctx: Context,
  config: Config,
  api: string,
  timeoutMs: number,
): SubjectSource {
  const { login: _, parity: __, ...rest } = config;
  const others = config.subjects.map((subject) => ({ ...subject, login: otherLogin(config, subject) }));
  const usual = configuredSubjects(ctx, config, api, timeoutMs);
  const other = configuredSubjects(ctx, { ...rest, login: {}, subjects: others }, api, timeoutMs);
  const sourceOf = ({ twinOf }: Subject): SubjectSource => (twinOf === undefined ? usual : other);
  const ways = new Map(others.map(({ name, login }) => [name, wayOf(login)]));
  return {
    subjects: usual.subjects.flatMap((subject) => [
      subject,
      { ...subject, name: `${subject.name}:${ways.get(subject.name)}`, twinOf: subject.name },
    ]),
    logIn: (subject) => sourceOf(subject).logIn(subject),
    relogin: (subject) => sourceOf(subject).relogin(subject),
    ...(usual.logins && other.logins ? { logins: inTwoWays(usual.logins, other.logins) } : {}),
  };
}

function otherLogin(config: Config, { name, login, parity }: SubjectConfig): LoginConfig {
  if (config.parity || parity) return { ...config.parity, ...parity };
  const { flow, steps, headers, query } = { ...config.login, ...login };
  if (!steps && !headers && !query) return { flow: flow === 'session' ? 'json' : 'session' };
  throw new AuthctlError(
    'CONFIG_INVALID',
    `${config.file} does not say in which other way '${name}' logs in`,
    {
      hint: 'add it beside `login:`, such as `parity: { flow: session, path: /session }`',
    },
  );
}

const wayOf = ({ flow, steps, headers, query }: LoginConfig): string =>
  flow ?? (steps ? 'steps' : headers ? 'headers' : query ? 'query' : 'json');

function inTwoWays(usual: CheckLogins, other: CheckLogins): CheckLogins {
  const loginsOf = ({ twinOf }: Subject): CheckLogins => (twinOf === undefined ? usual : other);
  return {
    logIn: (subject, planted) => loginsOf(subject).logIn(subject, planted),
    refused: (subject, username) => loginsOf(subject).refused(subject, username),
    authorization: async () => {
      const places = [...(await usual.authorization()), ...(await other.authorization())];
      return [...new Map(places.map((place) => [`${place.endpoint} ${place.clientId}`, place])).values()];
    },
  };
}

/**
 * Which stored session is another login of whom, by name: the later ones of a user name, where their credential is of
 * another kind than that of the first.
 *
 * @throws {AuthctlError} `NOT_LOGGED_IN` where nobody is logged in in two ways.
 */
export function twinsAmong(sessions: readonly Session[]): ReadonlyMap<string, string> {
  const twins = new Map<string, string>();
  for (const session of sessions) {
    const first = sessions.find(({ username }) => username === session.username) ?? session;
    if (first.credential.kind !== session.credential.kind) twins.set(session.name, first.name);
  }
  if (twins.size > 0) return twins;
  const [known] = sessions;
  throw new AuthctlError('NOT_LOGGED_IN', 'nobody is logged in both with a token and with a cookie', {
    hint: `log in the other way too: \`${loginCommand(known && otherWay(known))}\`, or list subjects in authctl.yaml`,
  });
}

const otherWay = ({ server, username, credential }: Session) =>
  credential.kind === 'cookie'
    ? { server, username, name: `${username}-token`, flow: 'json' as const }
    : { server, username, name: `${username}-cookie`, flow: 'session' as const };
