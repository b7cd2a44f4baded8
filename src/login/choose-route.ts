import type { Http } from '../ports/http.js';
import type { Session } from '../session/session.js';
import type { DescribedLogin } from './description.js';
import { discoverLogins } from './discover.js';
import type { LoginFlow, LoginRoute } from './flows/flow.js';
import { flowNamed } from './flows/registry.js';
import type { LoginRequest } from './login-request.js';
import { routeUrl } from './server-address.js';

/** How the login will be made, told before the password is sent. */
export interface ChosenRoute {
  readonly flow: LoginFlow;
  readonly route: LoginRoute;
  /** What names the route: the caller, a document's URL, or nothing but custom. */
  readonly because:
    | { readonly kind: 'asked' | 'usual' }
    | { readonly kind: 'described'; readonly source: string };
  readonly logout: Session['logout'];
}

/** A path that was given is taken as it is; else the server's description decides, and last the flow's default. */
export async function chooseRoute(request: LoginRequest, http: Http): Promise<ChosenRoute> {
  const asked = request.flow === undefined ? undefined : flowNamed(request.flow);
  if (request.path !== undefined) {
    return withRoute(request, asked ?? flowNamed('json'), request.path, { kind: 'asked' });
  }
  const found = await discoverLogins(http, request.server, request.timeoutMs);
  const described = found?.logins.find(({ flow }) => asked === undefined || flow === asked.name);
  if (found && described) {
    return withDescribed(request, flowNamed(described.flow), described, found.source);
  }
  const flow = asked ?? flowNamed('json');
  return withRoute(request, flow, flow.defaultPath, { kind: 'usual' });
}

function withRoute(
  request: LoginRequest,
  flow: LoginFlow,
  path: string,
  because: ChosenRoute['because'],
): ChosenRoute {
  const url = routeUrl(request.server, path);
  return {
    flow,
    route: routeTo(request, url, usualEncoding(request), { username: 'username', password: 'password' }),
    because,
    // What a POST made, a DELETE of the same path ends: the custom where nothing is described.
    logout: flow.name === 'session' ? { method: 'DELETE', path: new URL(url).pathname } : undefined,
  };
}

function withDescribed(
  request: LoginRequest,
  flow: LoginFlow,
  { path, encoding, usernameField, passwordField, logout }: DescribedLogin,
  source: string,
): ChosenRoute {
  const url = routeUrl(new URL(request.server).origin, path);
  const route = routeTo(request, url, encoding, { username: usernameField, password: passwordField });
  return { flow, route, because: { kind: 'described', source }, logout };
}

function routeTo(
  request: LoginRequest,
  url: string,
  encoding: LoginRoute['encoding'],
  known: { readonly username: string; readonly password: string },
): LoginRoute {
  const { method = 'POST', body, fields = {}, tokenPointer, tokenFrom } = request;
  const { username = known.username, password = known.password } = fields;
  const usual = { [username]: '{{username}}', [password]: '{{password}}' };
  return {
    method,
    url,
    encoding: request.encoding ?? encoding,
    body: body ?? usual,
    tokenPointer,
    ...(tokenFrom ? { tokenFrom } : {}),
  };
}

/** Whoever hands out a token in an HTML page takes the form of that page. */
const usualEncoding = ({ csrf, page }: LoginRequest): LoginRoute['encoding'] =>
  csrf?.from.kind === 'field' || csrf?.from.kind === 'meta' || page !== undefined ? 'form' : 'json';
