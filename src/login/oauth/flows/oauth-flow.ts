import type { Exchange, Granted } from '../exchange.js';
import type { OAuthFlowName } from '../oauth-login-request.js';

/** One way to get a token from an OAuth server. */
export interface OAuthFlow {
  readonly name: OAuthFlowName;
  /** For the help of `--flow`. */
  readonly summary: string;
  /** Whether a person takes part, so that OpenID Connect can say who. */
  readonly interactive: boolean;
  /** @throws what the OAuth library throws; {AuthctlError} for everything else. */
  obtain(exchange: Exchange): Promise<Granted>;
}
