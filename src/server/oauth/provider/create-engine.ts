import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { withClock } from '../../engine-clock.js';
import { endpoints } from '../endpoints.js';
import type { DeviceDecision, EngineNote, OAuthEngine } from '../engine.js';
import type { IssuerHost } from '../host.js';
import { configurationOf, type EngineSecrets, LIFETIMES, makeSecrets } from './configuration.js';
import type { Context, Next } from './context.js';
import { devicePace, unauthorizedClient } from './corrections.js';
import { decideDevice } from './decide-device.js';
import { linkedDeviceCode } from './engine-pages.js';
import { ownGrants } from './grants/registry.js';
import { Interactions } from './interaction.js';
import { logoutEndsGrants } from './logout-ends-grants.js';
import { Notes } from './notes.js';
import { relativeCookies } from './relative-cookies.js';
import { OAuthStore } from './store.js';
import { structuredTokens } from './structured-tokens.js';

/** The engine built on oidc-provider. */
export function createEngine(host: IssuerHost): OAuthEngine {
  return new ProviderEngine(host);
}

/** What a provider is built from, which is replaced as a whole. */
type Basis = Pick<IssuerHost, 'key' | 'identityKey' | 'basis'>;

interface Built {
  readonly from: Basis;
  readonly provider: Provider;
  readonly notes: Notes;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

class ProviderEngine implements OAuthEngine {
  readonly #host: IssuerHost;
  readonly #store: OAuthStore;
  readonly #secrets: EngineSecrets = makeSecrets();
  #built: Built | undefined;

  constructor(host: IssuerHost) {
    this.#host = host;
    this.#store = new OAuthStore(host.clock.now, (jti, expiresAt) => host.revoke(jti, expiresAt));
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<EngineNote> {
    const { handle, notes } = this.#current();
    await this.#byOwnClock(() => handle(request, response));
    return notes.of(request, response.statusCode);
  }

  reset(): void {
    this.#store.clear();
    this.#built = undefined;
  }

  decideDevice(userCode: string, decision: DeviceDecision): Promise<boolean> {
    const { provider } = this.#current();
    return this.#byOwnClock(() => decideDevice(provider, this.#host, userCode, decision));
  }

  /** oidc-provider knows no clock but `Date.now`. */
  #byOwnClock<T>(work: () => T): T {
    const { clock } = this.#host;
    return clock.isSystems ? work() : withClock(clock.now, work);
  }

  /** A provider takes a millisecond to build, and is built anew when what it was built from has been replaced. */
  #current(): Built {
    const { key, identityKey, basis } = this.#host;
    const from = this.#built?.from;
    if (from?.key !== key || from.identityKey !== identityKey || from.basis !== basis) {
      this.#built = build(this.#host, this.#store, this.#secrets);
    }
    return this.#built as Built;
  }
}

function build(host: IssuerHost, store: OAuthStore, secrets: EngineSecrets): Built {
  const provider = new Provider(host.issuer, configurationOf(host, store, secrets));
  judgeRedirectUris(provider, host);
  for (const { type, parameters, handle } of ownGrants) {
    provider.registerGrantType(
      type,
      (ctx) => handle({ provider, host, ctx }),
      [...parameters],
      ['resource', 'audience'],
    );
  }
  provider.use(relativeCookies(host.clock.now));
  const interactions = new Interactions(provider, host, secrets.cookies);
  provider.use(async (ctx: Context, next: Next) => {
    if (!ctx.path.startsWith(`${endpoints.interaction}/`)) return next();
    return interactions.answer(ctx);
  });
  provider.use(async (ctx: Context, next: Next) => {
    if (ctx.path !== endpoints.registration || store.hasRoomForClients) {
      await next();
      return;
    }
    ctx.status = 503;
    ctx.body = { error: 'temporarily_unavailable', error_description: 'too many clients are registered' };
  });
  provider.use(linkedDeviceCode);
  provider.use(logoutEndsGrants);
  provider.use(unauthorizedClient);
  provider.use(devicePace(host.clock.now, () => LIFETIMES.deviceCode));
  provider.use(structuredTokens(host));
  provider.on('access_token.issued', ({ jti, grantId, remainingTTL }) => {
    if (grantId) store.noteIssued(jti, grantId, host.clock.now() + remainingTTL);
  });
  const notes = new Notes(provider, host);
  const { key, identityKey, basis } = host;
  return {
    from: { key, identityKey, basis },
    provider,
    notes,
    handle: provider.callback() as Built['handle'],
  };
}

/** Has the policy decide on a redirect URI, after the engine compared it. */
function judgeRedirectUris({ Client }: Provider, host: IssuerHost): void {
  const { redirectUriAllowed: isRegistered } = Client.prototype;
  Client.prototype.redirectUriAllowed = function (uri) {
    return host.policy.redirectUriAllowed(uri, this.redirectUris ?? [], isRegistered.call(this, uri));
  };
}
