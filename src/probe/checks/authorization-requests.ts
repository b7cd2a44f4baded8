import { createHash, randomBytes } from 'node:crypto';
import type { Answer } from '../answer.js';
import type { AuthorizationPlace } from '../ports.js';
import type { Check } from '../result.js';
import { type CheckBench, checkOf, isAnswered } from './check-bench.js';

/**
 * What an authorization endpoint takes (RFC 6749 section 4.1.1): a request that is sound is the control, one that asks for
 * the code to be sent to a stranger too.
 *
 * @see RFC 7636 (PKCE), RFC 9700 sections 2.1 and 2.1.1
 */
export async function checkAuthorization(bench: CheckBench): Promise<readonly Check[]> {
  const places = (await bench.ports.logins?.authorization()) ?? [];
  const checks: Check[] = [];
  for (const place of places) checks.push(...(await checkPlace(bench, place)));
  return checks;
}

async function checkPlace(bench: CheckBench, place: AuthorizationPlace): Promise<readonly Check[]> {
  const { endpoint, clientId, redirectUri, subject } = place;
  const challenge = createHash('sha256').update(randomBytes(32).toString('base64url')).digest('base64url');
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  const ask = async (parameters: Readonly<Record<string, string>>) => {
    const url = new URL(endpoint);
    const usual = { response_type: 'code', client_id: clientId, redirect_uri: redirectUri, state: 'authctl' };
    for (const [name, value] of Object.entries({ ...usual, ...parameters }))
      url.searchParams.set(name, value);
    const answer = await bench.exchange.send({
      ...{ method: 'GET', url: url.href, headers: {}, body: null, markers: [], credentialed: true },
      authorize: () => ({}),
    });
    return { answer, verdict: verdictOf(answer) };
  };
  const sound = await ask(pkce);
  const stranger = await ask({ ...pkce, redirect_uri: 'https://authctl.invalid/callback' });
  const isControlled = sound.verdict === 'accepted' && stranger.verdict === 'refused';
  const trials = [
    { check: 'pkce-optional', title: 'an authorization request without PKCE', parameters: {} },
    {
      check: 'redirect-uri',
      title: 'a redirect address that begins like a registered one',
      parameters: { ...pkce, redirect_uri: `${redirectUri}/elsewhere` },
    },
  ];
  const checks: Check[] = [];
  for (const { parameters, ...what } of trials) {
    const about = { method: 'GET', path: new URL(endpoint).pathname, url: endpoint, subject, ...what };
    const { answer, verdict } = await ask(parameters);
    checks.push(checkOf(about, isControlled ? verdict : 'inconclusive', answer));
  }
  return checks;
}

/** A page, or a redirect that carries no error, goes on with the login. */
function verdictOf(answer: Answer): Check['verdict'] {
  if (!isAnswered(answer)) return 'inconclusive';
  if (answer.status >= 400) return 'refused';
  return answer.location !== null && new URL(answer.location).searchParams.has('error')
    ? 'refused'
    : 'accepted';
}
