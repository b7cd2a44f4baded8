import { type HttpResponse, headerOf } from '../../ports/http.js';
import type { StoredCookie } from '../../session/session.js';
import { Cookies } from '../cookie-jar.js';
import { asksForPassword } from '../login-page.js';
import { classify, failureToldBy, type Success } from './answer.js';
import type { Landing, LoginAnswer, LoginFlow } from './flow.js';
import { formFlow } from './form.js';
import { jsonFlow } from './json.js';

/** The name and the password as JSON, or as a form where the server takes only that; the answer sets a cookie. */
export const sessionFlow: LoginFlow = {
  name: 'session',
  summary: 'post JSON or a form, get a cookie session that the server remembers',
  defaultPath: '/session',
  plan: (route, subject) => (route.encoding === 'form' ? formFlow : jsonFlow).plan(route, subject),
  keepsCookies: true,
  judge: (outcome, { url }, now, landing) => {
    if (landing?.redirected && outcome.kind === 'response') return judgeLanding(outcome, landing);
    const answer = classify(outcome);
    if (answer.kind !== 'success') return answer;
    const failure = failureToldBy(answer);
    if (failure) return failure;
    return granted(landing?.cookies ?? new Cookies().take(answer.headers, url, now).at(now), answer);
  },
};

/** After redirects whatever stands there is a page for people: only whether it lets somebody in counts. */
function judgeLanding(outcome: HttpResponse, { cookies }: Landing): LoginAnswer {
  const { status } = outcome;
  if (status === 401 || status === 403 || asksForPassword(outcome)) {
    return { kind: 'refused', status, message: 'it shows the login page again' };
  }
  if (status >= 300 && status < 400) {
    const location = headerOf(outcome.headers, 'location');
    return cookies.length > 0
      ? granted(cookies, { status, record: {} })
      : { kind: 'redirected', status, location };
  }
  if (status >= 500) return { kind: 'unusable', what: `status ${status} behind a redirect`, hint: undefined };
  return granted(cookies, { status, record: {} });
}

function granted(
  cookies: readonly StoredCookie[],
  { status, record }: Pick<Success, 'status' | 'record'>,
): LoginAnswer {
  if (cookies.length === 0) {
    return {
      kind: 'unusable',
      what: `status ${status} and set no cookie`,
      hint: 'log in with --flow json if it answers a token, or name the session route with --path',
    };
  }
  const ends = cookies.map(({ expiresAt }) => expiresAt);
  return {
    kind: 'granted',
    // A cookie without an end lives as long as the server likes, so the session has no known end either.
    credential: {
      kind: 'cookie',
      cookies,
      ...(ends.every((end) => end !== undefined) ? { expiresAt: Math.max(...ends) } : {}),
    },
    foundAt: `${cookies.length === 1 ? 'cookie' : 'cookies'} ${cookies.map(({ name }) => name).join(', ')}`,
    said: record,
  };
}
