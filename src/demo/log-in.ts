import { AuthctlError } from '../errors.js';
import { login } from '../login/login.js';
import type { DemoAccount } from '../server/users.js';
import type { BearerCredential, CookieCredential, FlowName, Session } from '../session/session.js';
import type { CallPorts } from './call.js';

/** One subject, logged in both ways: by a token, and by a cookie. */
export interface Caller {
  readonly token: Session & { readonly credential: BearerCredential };
  readonly cookie: Session & { readonly credential: CookieCredential };
}

const TIMEOUT_MS = 10_000;

/** Logs one account in twice: for an access token, and for a cookie session. */
export async function logInBothWays(
  server: string,
  { username, password }: Pick<DemoAccount, 'username' | 'password'>,
  ports: CallPorts,
): Promise<Caller> {
  const by = async (flow: FlowName): Promise<Session> => {
    const request = { server, username, password, name: username, flow, timeoutMs: TIMEOUT_MS };
    return (await login(request, ports)).session;
  };
  const [token, cookie] = await Promise.all([by('json'), by('session')]);
  if (!isBearer(token) || !isCookie(cookie))
    throw new AuthctlError('DEFECT', 'a login gave another credential');
  return { token, cookie };
}

const isBearer = (session: Session): session is Caller['token'] => session.credential.kind === 'bearer';
const isCookie = (session: Session): session is Caller['cookie'] => session.credential.kind === 'cookie';
