import type { Step } from '../config/probe-config.js';
import type { Http, HttpHeaders } from '../ports/http.js';
import type { StoredCookie } from '../session/session.js';
import { statedBy } from '../session/stated.js';
import { readReply } from './answer.js';
import { csrfOf } from './attach.js';
import type { ComposedCredential, ProbeCredential } from './model.js';
import { judgeStep, stepRequest } from './step.js';
import { fillText } from './template.js';

/** Who logs in, and how the credential is to be sent. */
export interface ScriptedLogin {
  /** Base URL of the server that takes the requests. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
  readonly steps: readonly Step[];
  /** Default: a captured `token` as a bearer token, and the cookies. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Query parameters that carry the credential. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Default: true. */
  readonly sendsCookies?: boolean | undefined;
  readonly timeoutMs: number;
}

export interface LoginMeans {
  readonly http: Http;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
  /** The cookies that an answer sets, as a browser would keep them. */
  readonly cookiesIn: (headers: HttpHeaders, url: string, now: number) => readonly StoredCookie[];
}

/** A credential, or in words why there is none. */
export type LoginOutcome =
  | { readonly kind: 'granted'; readonly credential: ComposedCredential }
  | { readonly kind: 'failed'; readonly message: string };

/** Logs in by requests that the configuration spells out. */
export async function logInByScript(login: ScriptedLogin, means: LoginMeans): Promise<LoginOutcome> {
  let values: Readonly<Record<string, string>> = {
    username: login.username,
    password: login.password,
    basic: Buffer.from(`${login.username}:${login.password}`).toString('base64'),
  };
  for (const step of login.steps) {
    const { url: path, method, headers = {}, body } = stepRequest(step, values);
    const url = path.startsWith('/') ? login.server + path : path;
    const cookie = cookieHeaderOf(values);
    const request = {
      ...{ method, url, timeoutMs: login.timeoutMs },
      headers: { accept: 'application/json', ...(cookie === undefined ? {} : { cookie }), ...headers },
    };
    const outcome = await means.http.send({ ...request, ...(typeof body === 'string' ? { body } : {}) });
    if (outcome.kind === 'failure') return { kind: 'failed', message: outcome.message };
    const reply = readReply(outcome, { method, url, markers: [], keepsBody: true }, 1, null);
    const result = judgeStep(step, reply);
    if (result.kind === 'failed') return { kind: 'failed', message: `login: ${result.message}` };
    const cookies = means.cookiesIn(outcome.headers, url, means.now());
    values = {
      ...values,
      ...result.captured,
      ...Object.fromEntries(cookies.map(({ name, value }) => [`cookie:${name}`, value])),
    };
  }
  const { headers = login.query ? {} : usualHeaders(values), query, sendsCookies = true } = login;
  return compose({ headers, query }, sendsCookies ? values : withoutCookies(values));
}

const COOKIE = 'cookie:';

const withoutCookies = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith(COOKIE)));

function cookieHeaderOf(values: Readonly<Record<string, string>>): string | undefined {
  const cookies = Object.entries(values).filter(([name]) => name.startsWith(COOKIE));
  if (cookies.length === 0) return undefined;
  return cookies.map(([name, value]) => `${name.slice(COOKIE.length)}=${value}`).join('; ');
}

const usualHeaders = ({ token }: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  token === undefined ? {} : { authorization: 'Bearer {{token}}' };

/** The headers of a subject, from a credential that was got in one of the usual ways. */
export function composedFrom(
  credential: ProbeCredential,
  { headers = {}, query }: Carriers,
  { username, password }: { readonly username: string; readonly password: string },
): LoginOutcome {
  const cookies = credential.kind === 'cookie' ? credential.cookies : [];
  const csrf = csrfOf(credential);
  const all = { ...(csrf?.header === undefined ? {} : { [csrf.header]: '{{csrf}}' }), ...headers };
  const composed = compose(
    { headers: all, query },
    {
      ...{ username, password },
      ...(csrf === undefined ? {} : { csrf: csrf.token }),
      basic: Buffer.from(`${username}:${password}`).toString('base64'),
      ...(credential.kind === 'bearer' ? { token: credential.accessToken } : {}),
      ...Object.fromEntries(cookies.map(({ name, value }) => [`${COOKIE}${name}`, value])),
    },
  );
  if (composed.kind === 'failed' || credential.expiresAt === undefined) return composed;
  return { ...composed, credential: { ...composed.credential, expiresAt: credential.expiresAt } };
}

/** What carries a credential, with placeholders in it. */
export interface Carriers {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** Whether it can be composed without asking the server for anything. */
export const needsNoRequest = ({ headers = {}, query = {} }: Carriers): boolean =>
  ![...Object.values(headers), ...Object.values(query)].some((value) =>
    /\{\{(?!\s*(?:username|password|basic)\s*\}\})/.test(value),
  );

/** A credential with values in the place of its placeholders; cookies go along where no header carries them. */
export function compose(
  { headers = {}, query = {} }: Carriers,
  values: Readonly<Record<string, string>>,
): LoginOutcome {
  const fill = (carried: Readonly<Record<string, string>>) =>
    Object.entries(carried).map(([name, value]) => [name, fillText(value, values)] as const);
  const inHeaders = fill(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const inQuery = fill(query);
  const open = [...inHeaders, ...inQuery].find(([, value]) => value.includes('{{'));
  if (open)
    return { kind: 'failed', message: `nothing of the login fills ${open[1]} of the header ${open[0]}` };
  const cookie = cookieHeaderOf(values);
  const all: Record<string, string> = Object.fromEntries(inHeaders);
  if (cookie !== undefined && all.cookie === undefined) all.cookie = cookie;
  if (Object.keys(all).length + inQuery.length === 0) {
    return { kind: 'failed', message: 'the login gave neither a token nor a cookie: capture one as `token`' };
  }
  const { token } = values;
  const expiresAt = token === undefined ? undefined : statedBy(token).expiresAt;
  const carried = inQuery.length === 0 ? {} : { query: Object.fromEntries(inQuery) };
  const credential = { kind: 'composed', headers: all, ...carried, values } as const;
  return {
    kind: 'granted',
    credential: expiresAt === undefined ? credential : { ...credential, expiresAt },
  };
}
