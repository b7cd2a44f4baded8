import { commonParameters } from '../exchange.js';
import type { OAuthFlow } from './oauth-flow.js';

/** The client itself logs in (RFC 6749 section 4.4). */
export const clientCredentialsFlow: OAuthFlow = {
  name: 'client-credentials',
  summary: 'a client logs in as itself, with its secret or its key',
  interactive: false,
  async obtain(exchange) {
    const { library, config, dpop } = exchange;
    const response = await dpop.sent(
      (options) => library.clientCredentialsGrant(config, commonParameters(exchange), options),
      true,
    );
    return { response, flow: 'client-credentials' };
  },
};
