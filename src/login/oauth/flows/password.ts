import { AuthctlError } from '../../../errors.js';
import { isLoopbackHost } from '../../../session/cookie-rules.js';
import { commonParameters } from '../exchange.js';
import type { OAuthFlow } from './oauth-flow.js';

/**
 * The password is handed to the client, which hands it to the server: only where a server asks for it, and never found
 * out by itself.
 *
 * @see RFC 6749 section 4.3; RFC 9700 section 2.4, which forbids it
 */
export const passwordFlow: OAuthFlow = {
  name: 'password',
  summary: 'send user name and password to the token endpoint; obsolete, only when asked for',
  interactive: true,
  async obtain(exchange) {
    const { library, config, request, ports, dpop } = exchange;
    const { subject } = request;
    if (!subject) throw new AuthctlError('USAGE', 'the password flow takes a user name and a password');
    const { token_endpoint: endpoint = request.server } = config.serverMetadata();
    if (!isLoopbackHost(new URL(endpoint).hostname)) ports.tell({ kind: 'password-grant' });
    const parameters = commonParameters(exchange);
    parameters.set('username', subject.username);
    parameters.set('password', subject.password);
    const response = await dpop.sent((options) =>
      library.genericGrantRequest(config, 'password', parameters, options),
    );
    return { response, flow: 'password' };
  },
};
