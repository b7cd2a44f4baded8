import { receivedCookies } from '../cookie-jar.js';
import { classify, failureToldBy } from './answer.js';
import type { LoginFlow } from './flow.js';
import { formFlow } from './form.js';
import { jsonFlow } from './json.js';

/** The name and the password as JSON, or as a form where the server takes only that; the answer sets a cookie. */
export const sessionFlow: LoginFlow = {
  name: 'session',
  summary: 'post JSON or a form, get a cookie session that the server remembers',
  defaultPath: '/session',
  plan: (route, subject) => (route.encoding === 'form' ? formFlow : jsonFlow).plan(route, subject),
  judge: (outcome, { url }, now) => {
    const answer = classify(outcome);
    if (answer.kind !== 'success') return answer;
    const failure = failureToldBy(answer);
    if (failure) return failure;
    const cookies = receivedCookies(answer.headers, url, now);
    if (cookies.length === 0) {
      return {
        kind: 'unusable',
        what: `status ${answer.status} and set no cookie`,
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
      said: answer.record,
    };
  },
};
