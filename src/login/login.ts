import type { Http } from '../ports/http.js';
import type { CsrfRule } from '../session/csrf-rule.js';
import type { Credential, Session } from '../session/session.js';
import { type ChosenRoute, chooseRoute } from './choose-route.js';
import { loginFailure } from './login-failure.js';
import type { LoginRequest } from './login-request.js';
import type { LoginResult } from './login-result.js';
import { sendLogin } from './send-login.js';
import { findSessionRole } from './session-role.js';

export interface LoginPorts {
  readonly http: Http;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
  /** Called once, before the password is sent. */
  readonly onRoute?: (chosen: ChosenRoute) => void;
  /** Called with a secret that the server handed out on the way. */
  readonly keepSecret?: (value: string) => void;
}

/**
 * Logs a subject in and finds out its role.
 *
 * @throws {AuthctlError} `LOGIN_REFUSED`; `SERVER_UNREACHABLE`; `ANSWER_UNUSABLE` when the answer neither grants nor
 * refuses; `USAGE` for a path that is none.
 */
export async function login(request: LoginRequest, ports: LoginPorts): Promise<LoginResult> {
  const chosen = await chooseRoute(request, ports.http);
  ports.onRoute?.(chosen);
  const { flow, logout } = chosen;
  const answer = await sendLogin(request, chosen, { keepSecret: () => undefined, ...ports });
  if (answer.kind !== 'granted') throw loginFailure(answer, chosen, request);
  const session: Session = {
    name: request.name,
    server: request.server,
    flow: flow.name,
    ...(logout ? { logout } : {}),
    ...(flow.keepsCookies && request.csrf ? { csrf: csrfOf(request.csrf, request.page) } : {}),
    username: request.username,
    role: null,
    credential: withScheme(answer.credential, request.scheme),
    createdAt: ports.now(),
  };
  const { role, source } = await findSessionRole(session, answer.said, request, ports);
  return { session: { ...session, role }, foundAt: answer.foundAt, roleSource: source };
}

const csrfOf = (rule: CsrfRule, page: string | undefined): NonNullable<Session['csrf']> => ({
  ...rule,
  ...(page === undefined ? {} : { page }),
});

const withScheme = (credential: Credential, scheme: string | undefined): Credential =>
  credential.kind === 'bearer' && scheme !== undefined ? { ...credential, scheme } : credential;
