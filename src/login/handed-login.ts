import { AuthctlError } from '../errors.js';
import type { Http, HttpOutcome } from '../ports/http.js';
import { credentialHeaders } from '../session/authorize.js';
import type { Credential, Session } from '../session/session.js';
import { unreachable } from './discover.js';
import type { LoginResult } from './login-result.js';
import { routeUrl } from './server-address.js';
import { findSessionRole } from './session-role.js';

/** A credential that needs no login request: it was made or handed over, and is only tried. */
export interface HandedLogin {
  readonly kind: 'handed';
  readonly flow: 'token' | 'basic' | 'api-key';
  readonly server: string;
  readonly name: string;
  readonly username: string;
  readonly credential: Credential;
  /** Route that shows whether the server takes it; default: `/me`. */
  readonly path?: string | undefined;
  readonly rolePointer?: string | undefined;
  readonly timeoutMs: number;
}

export interface HandedLoginPorts {
  readonly http: Http;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
  /** Told what the server said of the credential, where it has no route that says whether it is good. */
  onUnchecked(url: string, status: number): void;
}

/**
 * Makes a session of a credential that is there already, once its server does not refuse it.
 *
 * @throws {AuthctlError} `LOGIN_REFUSED`, `SERVER_UNREACHABLE`
 */
export async function handedLogin(request: HandedLogin, ports: HandedLoginPorts): Promise<LoginResult> {
  const { flow, server, name, username, credential, path = '/me' } = request;
  const session: Session = {
    name,
    server,
    flow,
    username,
    role: null,
    credential,
    createdAt: ports.now(),
  };
  const url = routeUrl(server, path);
  const outcome = await tried(session, url, request.timeoutMs, ports);
  if (outcome.kind === 'failure') throw unreachable(outcome);
  if (outcome.status === 401 || (outcome.status === 403 && request.path !== undefined)) {
    throw new AuthctlError(
      'LOGIN_REFUSED',
      `${server} refused ${WHAT[flow]} (${outcome.status} at ${path})`,
      {
        hint: HINTS[flow],
      },
    );
  }
  if (outcome.status < 200 || outcome.status > 299) ports.onUnchecked(url, outcome.status);
  const { role, source } = await findSessionRole(session, {}, request, ports);
  const foundAt = credential.kind === 'header' ? `header ${credential.header}` : '';
  return { session: { ...session, role }, foundAt, roleSource: source };
}

const WHAT = {
  token: 'this token',
  basic: 'this user name with this password',
  'api-key': 'this key',
} as const satisfies Record<HandedLogin['flow'], string>;

const HINTS = {
  token: 'see what it says with `authctl decode`, and whether it is meant for this server',
  basic: 'check the user name and the password',
  'api-key': 'check the key, and the header that the server wants it in: --api-key-header',
} as const satisfies Record<HandedLogin['flow'], string>;

function tried(
  session: Session,
  url: string,
  timeoutMs: number,
  { http, now }: HandedLoginPorts,
): Promise<HttpOutcome> {
  const headers = { accept: 'application/json', ...credentialHeaders(session, url, now()) };
  return http.send({ method: 'GET', url, headers, timeoutMs });
}

/**
 * The credential of HTTP Basic.
 *
 * @throws {AuthctlError} `USAGE` for a name with a colon, which separates it from the password.
 * @see RFC 7617 section 2
 */
export function basicCredential(username: string, password: string): Credential {
  if (username.includes(':')) {
    throw new AuthctlError('USAGE', 'a user name for HTTP Basic holds no colon', {
      hint: 'log in with another flow, or as another user',
    });
  }
  const value = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  return { kind: 'header', header: 'authorization', value: `Basic ${value}` };
}

/**
 * The credential of an API key.
 *
 * @throws {AuthctlError} `USAGE` for what is no header field name, and a key that no header can hold.
 */
export function apiKeyCredential(header: string, key: string): Credential {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(header)) {
    throw new AuthctlError('USAGE', `'${header}' is no name of a header`, {
      hint: 'write --api-key-header like X-API-Key',
    });
  }
  if (/[^\x20-\x7e]/.test(key)) {
    throw new AuthctlError('USAGE', 'the API key holds characters that no header can', {
      hint: 'hand over the key and nothing else',
    });
  }
  return { kind: 'header', header: header.toLowerCase(), value: key };
}
