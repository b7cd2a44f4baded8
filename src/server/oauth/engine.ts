import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestEvent } from '../event.js';
import type { IssuerHost } from './host.js';

/** What the log says of a request that the engine answered. */
export type EngineNote = Pick<RequestEvent, 'caller' | 'decision' | 'why'>;

/** The user's id in whose name a device is let in, or that it is not. */
export type DeviceDecision = { readonly approveAs: number } | 'deny';

/** Whatever speaks OAuth 2.0 and OpenID Connect at the paths of `endpoints.ts`. */
export interface OAuthEngine {
  /** Answers one request, and resolves when the answer is complete. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<EngineNote>;
  /** Forgets every grant, session, code and registered client. */
  reset(): void;
  /** Grants what a device asks for, by the code that it shows. @returns whether there is such a code, undecided. */
  decideDevice(userCode: string, decision: DeviceDecision): Promise<boolean>;
}

/**
 * The engine of a server, loaded when it is first called for: the API, the login, the keys and the metadata do without.
 */
export class LazyEngine {
  readonly #host: IssuerHost;
  #engine: Promise<OAuthEngine> | undefined;

  constructor(host: IssuerHost) {
    this.#host = host;
  }

  load(): Promise<OAuthEngine> {
    this.#engine ??= this.#make();
    return this.#engine;
  }

  async #make(): Promise<OAuthEngine> {
    const [{ createEngine }] = await Promise.all([
      import('./provider/create-engine.js'),
      this.#host.prepare(),
    ]);
    return createEngine(this.#host);
  }

  /** Forgets what {@link OAuthEngine.reset} forgets; nothing where it was not loaded yet. */
  reset(): void {
    void this.#engine?.then((engine) => engine.reset());
  }
}
