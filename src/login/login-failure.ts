import { AuthctlError } from '../errors.js';
import { loginCommand } from '../session/login-command.js';
import type { ChosenRoute } from './choose-route.js';
import { unreachable } from './discover.js';
import type { LoginAnswer, LoginFlow, LoginRoute } from './flows/flow.js';
import { flows } from './flows/registry.js';
import type { LoginRequest } from './login-request.js';

/** What a login that was not granted is to the user: a message, and what to do next. */
export function loginFailure(
  answer: Exclude<LoginAnswer, { kind: 'granted' }>,
  { route, flow }: ChosenRoute,
  request: LoginRequest,
): AuthctlError {
  const where = `${route.method} ${route.url}`;
  switch (answer.kind) {
    case 'refused':
      return new AuthctlError(
        'LOGIN_REFUSED',
        `${request.server} refused the login of '${request.username}' (${answer.status})${answer.message === undefined ? '' : `: ${answer.message}`}`,
        { hint: refusalHint(answer, route, request) },
      );
    case 'no-route':
      return new AuthctlError('ANSWER_UNUSABLE', `there is no login route at ${where} (${answer.status})`, {
        hint: `name the route with --path${otherFlowHint(flow)}`,
      });
    case 'redirected':
      return new AuthctlError(
        'ANSWER_UNUSABLE',
        `${where} answered a redirect (${answer.status})${answer.location === undefined ? '' : ` to ${answer.location}`}; a login follows none`,
        { hint: 'name the address that takes the login itself, with the server argument and --path' },
      );
    case 'unusable':
      return new AuthctlError('ANSWER_UNUSABLE', `${where} answered ${answer.what}`, {
        hint: answer.hint ?? 'see what was sent and answered with --verbose',
      });
    case 'unreachable':
      return unreachable(answer);
  }
}

const otherFlowHint = (flow: LoginFlow): string =>
  `, or another flow with --flow: ${flows
    .filter(({ name }) => name !== flow.name)
    .map(({ name }) => name)
    .join(', ')}`;

function refusalHint(
  { status, message = '' }: LoginAnswer & { kind: 'refused' },
  { body }: LoginRoute,
  { server, username, name, flow }: LoginRequest,
): string {
  // 401 judges who; the others often judge what was sent.
  const sentName = typeof body === 'object' && body !== null && Object.hasOwn(body, 'username');
  if (status !== 401 && sentName && /e-?mail/i.test(message)) {
    return 'this server calls the user name something else: send it as --username-field email';
  }
  const command = loginCommand({ server, username, name, ...(flow ? { flow } : {}) });
  return `check the user name and the password, then repeat \`${command}\``;
}
