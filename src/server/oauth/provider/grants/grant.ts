import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { GrantType } from '../../../settings.js';
import type { IssuerHost } from '../../host.js';

/** A grant that the engine does not have by itself. */
export interface OwnGrant {
  readonly type: GrantType;
  /** Parameters of the token request, besides those that authenticate the client. */
  readonly parameters: readonly string[];
  /** Puts the answer into the context, or throws one of the engine's errors. */
  handle(call: GrantCall): Promise<void>;
}

export interface GrantCall {
  readonly provider: Provider;
  readonly host: IssuerHost;
  readonly ctx: KoaContextWithOIDC;
}
