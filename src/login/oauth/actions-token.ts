import { AuthctlError } from '../../errors.js';
import type { Http } from '../../ports/http.js';
import { isJsonObject, memberOf, parseJson } from '../../token/json.js';
import { unreachable } from '../discover.js';

/** Where GitHub Actions hands out tokens of a job, and what lets the job ask. */
export interface ActionsTokenRequest {
  /** `ACTIONS_ID_TOKEN_REQUEST_URL` */
  readonly url: string;
  /** `ACTIONS_ID_TOKEN_REQUEST_TOKEN` */
  readonly requestToken: string;
  readonly audience: string;
  readonly timeoutMs: number;
}

/**
 * The OpenID Connect token of a job in GitHub Actions.
 *
 * @throws {AuthctlError} `SERVER_UNREACHABLE`, `ANSWER_UNUSABLE`
 * @see https://docs.github.com/actions/reference/security/oidc
 */
export async function fetchActionsToken(
  http: Http,
  { url, requestToken, audience, timeoutMs }: ActionsTokenRequest,
): Promise<string> {
  const address = `${url}${url.includes('?') ? '&' : '?'}audience=${encodeURIComponent(audience)}`;
  const outcome = await http.send({
    method: 'GET',
    url: address,
    headers: { accept: 'application/json', authorization: `Bearer ${requestToken}` },
    timeoutMs,
  });
  if (outcome.kind === 'failure') throw unreachable(outcome);
  const answer = outcome.status === 200 ? parseJson(outcome.body) : undefined;
  const token = isJsonObject(answer) ? memberOf(answer, 'value') : undefined;
  if (typeof token === 'string' && token !== '') return token;
  throw new AuthctlError('ANSWER_UNUSABLE', `GitHub Actions gave no token: it answered ${outcome.status}`, {
    hint: 'check that the job has `permissions: { id-token: write }`',
  });
}
