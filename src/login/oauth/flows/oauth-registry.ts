import type { OAuthFlowName } from '../oauth-login-request.js';
import { clientCredentialsFlow } from './client-credentials.js';
import { codeFlow } from './code.js';
import { deviceFlow } from './device.js';
import { jwtBearerFlow } from './jwt-bearer.js';
import type { OAuthFlow } from './oauth-flow.js';
import { passwordFlow } from './password.js';
import { refreshFlow } from './refresh.js';
import { tokenExchangeFlow } from './token-exchange.js';

/** Every flow of an OAuth server. A flow is one file and one line here. */
export const oauthFlows: readonly OAuthFlow[] = [
  codeFlow,
  deviceFlow,
  clientCredentialsFlow,
  tokenExchangeFlow,
  jwtBearerFlow,
  refreshFlow,
  passwordFlow,
];

export function oauthFlowNamed(name: OAuthFlowName): OAuthFlow {
  const flow = oauthFlows.find((known) => known.name === name);
  if (!flow) throw new RangeError(`no OAuth flow is named ${name}`);
  return flow;
}
