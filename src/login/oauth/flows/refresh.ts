import { AuthctlError } from '../../../errors.js';
import { commonParameters } from '../exchange.js';
import type { OAuthFlow } from './oauth-flow.js';

/** Takes over a session of another program by its refresh token (RFC 6749 section 6). */
export const refreshFlow: OAuthFlow = {
  name: 'refresh',
  summary: 'take over a refresh token that another program got',
  interactive: false,
  async obtain(exchange) {
    const { library, config, request, dpop } = exchange;
    const { refreshToken } = request;
    if (refreshToken === undefined) throw new AuthctlError('USAGE', 'the refresh flow takes a refresh token');
    const response = await dpop.sent((options) =>
      library.refreshTokenGrant(config, refreshToken, commonParameters(exchange), options),
    );
    return { response, flow: 'refresh' };
  },
};
