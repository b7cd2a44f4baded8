import { AuthctlError } from '../../../errors.js';
import { commonParameters } from '../exchange.js';
import type { OAuthFlow } from './oauth-flow.js';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** A signed statement of another issuer stands for a login (RFC 7523 section 2.1). */
export const jwtBearerFlow: OAuthFlow = {
  name: 'jwt-bearer',
  summary: "present another issuer's JWT as the grant",
  interactive: false,
  async obtain(exchange) {
    const { library, config, request, dpop } = exchange;
    if (!request.subjectToken) throw new AuthctlError('USAGE', 'jwt-bearer takes a subject token');
    const parameters = commonParameters(exchange);
    parameters.set('assertion', request.subjectToken.token);
    const response = await dpop.sent((options) =>
      library.genericGrantRequest(config, GRANT_TYPE, parameters, options),
    );
    return { response, flow: 'jwt-bearer' };
  },
};
