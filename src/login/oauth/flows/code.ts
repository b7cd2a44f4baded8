import type { DPoPOptions } from 'openid-client';
import { AuthctlError } from '../../../errors.js';
import type { CallbackListener, CallbackPage } from '../../../ports/callback-listener.js';
import { commonParameters, type Exchange, type Granted } from '../exchange.js';
import { waitForAnswer } from '../wait-for-answer.js';
import { deviceFlow } from './device.js';
import type { OAuthFlow } from './oauth-flow.js';

/** What only this login knows, to recognise its own answer by. */
export interface Checks {
  readonly state: string;
  readonly verifier: string;
  /** Undefined where no ID token is asked for. */
  readonly nonce: string | undefined;
}

/**
 * A person logs in with their own browser, which brings the code to a listener on this machine.
 *
 * @see RFC 6749 section 4.1, RFC 7636 (PKCE, always S256), RFC 8252, RFC 9700 section 2.1.1
 */
export const codeFlow: OAuthFlow = {
  name: 'code',
  summary: 'log in with the browser (authorization code with PKCE)',
  interactive: true,
  async obtain(exchange) {
    const listener = await exchange.ports.listen(exchange.request.callback);
    try {
      return await logIn(exchange, listener);
    } finally {
      await listener.close();
    }
  },
};

async function logIn(exchange: Exchange, listener: CallbackListener): Promise<Granted> {
  const { library, request, scope, ports, config } = exchange;
  const checks: Checks = {
    state: library.randomState(),
    verifier: library.randomPKCECodeVerifier(),
    nonce: isOpenId(scope) ? library.randomNonce() : undefined,
  };
  ports.keepSecret(checks.verifier);
  const url = await authorizationUrl(exchange, listener.redirectUri, checks);
  const opened = request.browser ? await (await ports.browser()).open(url) : undefined;
  if (opened === false) refuseWhereNobodySees(exchange);
  const deviceOffered = config.serverMetadata().device_authorization_endpoint !== undefined;
  const keys = ports.person !== undefined;
  ports.tell({ kind: 'authorize', url, opened, keys, deviceOffered });
  const answer = await waitForAnswer(exchange, listener, { url, state: checks.state, deviceOffered });
  if (answer.kind === 'device') return deviceFlow.obtain(exchange);
  try {
    const response = await redeem(exchange, answer.url, checks);
    await answer.show(DONE);
    return { response, flow: 'code' };
  } catch (error) {
    await answer.show(FAILED);
    throw error;
  }
}

const DONE: CallbackPage = {
  status: 200,
  title: 'Logged in',
  message: 'You can close this page and go back to the terminal.',
};
const FAILED: CallbackPage = {
  status: 200,
  title: 'Not logged in',
  message: 'The terminal says why. You can close this page.',
};

const isOpenId = (scope: string | undefined): boolean => (scope ?? '').split(' ').includes('openid');

async function authorizationUrl(
  exchange: Exchange,
  redirectUri: string,
  { state, verifier, nonce }: Checks,
): Promise<string> {
  const { library, config, request, dpop } = exchange;
  const parameters = commonParameters(exchange);
  const own = {
    response_type: 'code',
    redirect_uri: redirectUri,
    code_challenge: await library.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    prompt: request.prompt,
    login_hint: request.loginHint,
    acr_values: request.acrValues,
  };
  for (const [name, value] of Object.entries(own)) if (value !== undefined) parameters.set(name, value);
  const { require_pushed_authorization_requests: pushRequired } = config.serverMetadata();
  if (!request.par && !pushRequired) {
    const options = request.dpop ? await dpop.begin() : undefined;
    // RFC 9449 section 10: the code is bound to the key from the beginning.
    if (options?.DPoP) parameters.set('dpop_jkt', await options.DPoP.calculateThumbprint());
    return library.buildAuthorizationUrl(config, parameters).href;
  }
  const pushed = await dpop.sent((options: DPoPOptions) =>
    library.buildAuthorizationUrlWithPAR(config, parameters, options),
  );
  return pushed.href;
}

function refuseWhereNobodySees({ ports, config }: Exchange): void {
  if (ports.watched) return;
  const device = config.serverMetadata().device_authorization_endpoint !== undefined;
  throw new AuthctlError(
    'USAGE',
    'there is no browser to open here, and no terminal to show its address on',
    {
      hint: `${device ? 'log in with --flow device, or ' : ''}open the printed address elsewhere with --no-browser, or take a flow without a person: --flow client-credentials`,
    },
  );
}

/** Checks `iss` where the server sends it (RFC 9207), the nonce and the ID token with its signature. */
function redeem(exchange: Exchange, url: URL, { state, verifier, nonce }: Checks) {
  const { library, config, request, dpop } = exchange;
  const resources = new URLSearchParams(
    request.resource.map((resource): [string, string] => ['resource', resource]),
  );
  return dpop.sent(
    (options) =>
      library.authorizationCodeGrant(
        config,
        url,
        {
          expectedState: state,
          pkceCodeVerifier: verifier,
          idTokenExpected: nonce !== undefined,
          ...(nonce === undefined ? {} : { expectedNonce: nonce }),
        },
        resources,
        options,
      ),
    true,
  );
}
