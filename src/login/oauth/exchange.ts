import type { Configuration, DPoPOptions, TokenEndpointResponse } from 'openid-client';
import type { DpopKey, FlowName } from '../../session/session.js';
import { newDpopKey } from './dpop-key.js';
import { asksForDpop, isInvalidGrant } from './oauth-failure.js';
import type { OAuthLogin } from './oauth-login-request.js';
import type { OAuthPorts } from './oauth-ports.js';

export type OAuthLibrary = typeof import('openid-client');

/** One login at an OAuth server, under way: what a flow works with. */
export interface Exchange {
  readonly library: OAuthLibrary;
  readonly config: Configuration;
  readonly request: OAuthLogin;
  readonly ports: OAuthPorts;
  readonly clientId: string;
  /** What is asked for; undefined for no `scope` at all. */
  readonly scope: string | undefined;
  readonly dpop: DpopBinding;
}

/** What a flow ends with. */
export interface Granted {
  readonly response: TokenEndpointResponse;
  /** Another one than was begun, where the person changed over. */
  readonly flow: FlowName;
}

/** The parameters that every request for a token has in common. An empty one is not sent. */
export function commonParameters({ request, scope }: Exchange): URLSearchParams {
  const parameters = new URLSearchParams(request.parameters);
  if (scope !== undefined) parameters.set('scope', scope);
  if (request.audience) parameters.set('audience', request.audience);
  for (const resource of request.resource) parameters.append('resource', resource);
  return parameters;
}

/** The key that tokens are bound to, made when it is asked for or the server wants it (RFC 9449). */
export class DpopBinding {
  #key: DpopKey | undefined;
  #options: DPoPOptions | undefined;
  readonly #library: OAuthLibrary;
  readonly #config: Configuration;
  readonly #ports: OAuthPorts;

  constructor(library: OAuthLibrary, config: Configuration, ports: OAuthPorts) {
    this.#library = library;
    this.#config = config;
    this.#ports = ports;
  }

  get key(): DpopKey | undefined {
    return this.#key;
  }

  /** From here on every request carries a proof. */
  async begin(): Promise<DPoPOptions> {
    if (this.#options) return this.#options;
    const { pair, jwk } = await newDpopKey();
    this.#key = jwk;
    this.#ports.keepSecret(jwk.d);
    this.#options = { DPoP: this.#library.getDPoPHandle(this.#config, pair) };
    return this.#options;
  }

  /**
   * Sends a request, with a proof where one was begun with; a server that wants one gets it in a second attempt.
   *
   * @param repeatable - the second attempt is also made where a server that knows DPoP refuses the grant and does not
   * say why. Not for grants that hold a password: attempts are counted.
   */
  async sent<T>(send: (options: DPoPOptions) => Promise<T>, repeatable = false): Promise<T> {
    try {
      return await send(this.#options ?? {});
    } catch (error) {
      if (this.#options || !(asksForDpop(error) || (repeatable && this.#mayBeMissing(error)))) throw error;
      this.#ports.tell({ kind: 'dpop-required' });
      return send(await this.begin());
    }
  }

  #mayBeMissing(error: unknown): boolean {
    const { dpop_signing_alg_values_supported: algorithms } = this.#config.serverMetadata();
    return isInvalidGrant(error) && Array.isArray(algorithms) && algorithms.includes('ES256');
  }
}
