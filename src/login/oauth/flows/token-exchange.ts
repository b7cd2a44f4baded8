import { AuthctlError } from '../../../errors.js';
import { commonParameters } from '../exchange.js';
import type { OAuthFlow } from './oauth-flow.js';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** A token of another issuer, such as a CI system's, is exchanged for one of this server (RFC 8693). */
export const tokenExchangeFlow: OAuthFlow = {
  name: 'token-exchange',
  summary: "exchange another issuer's token, such as a CI system's, for one of this server",
  interactive: false,
  async obtain(exchange) {
    const { library, config, request, dpop } = exchange;
    const { subjectToken } = request;
    if (!subjectToken) throw new AuthctlError('USAGE', 'token exchange takes a subject token');
    const { token, type = isJwt(token) ? JWT : ACCESS_TOKEN } = subjectToken;
    const parameters = commonParameters(exchange);
    parameters.set('subject_token', token);
    parameters.set('subject_token_type', type);
    const response = await dpop.sent((options) =>
      library.genericGrantRequest(config, GRANT_TYPE, parameters, options),
    );
    return { response, flow: 'token-exchange' };
  },
};

const isJwt = (token: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token);
