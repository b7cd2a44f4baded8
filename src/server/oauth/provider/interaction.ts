import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Interaction, InteractionResults, Provider } from 'oidc-provider';
import { isCrossOrigin } from '../../cross-origin.js';
import type { User } from '../../users.js';
import { endpoints } from '../endpoints.js';
import type { IssuerHost } from '../host.js';
import { consentPage } from '../pages/consent.js';
import { errorPage } from '../pages/error.js';
import { loginPage } from '../pages/login.js';
import type { Context } from './context.js';
import { readForm } from './form.js';
import { consentedIn, saveGrant } from './grant-consent.js';
import { sendPage } from './send-page.js';

const REFUSED = { error: 'access_denied', error_description: 'the user refused' } as const;

/** Lets a person log in and consent, or does it for the user that was named beforehand. */
export class Interactions {
  readonly #provider: Provider;
  readonly #host: IssuerHost;
  readonly #secret: string;

  /** @param secret - what the pages' CSRF tokens are derived from. */
  constructor(provider: Provider, host: IssuerHost, secret: string) {
    this.#provider = provider;
    this.#host = host;
    this.#secret = secret;
  }

  /** Answers a request for the page of one interaction. */
  async answer(ctx: Context): Promise<void> {
    const details = await this.#find(ctx);
    if (!details) return refuse(ctx, 'there is no such request, or it took too long');
    const named = this.#namedUser(details);
    if (ctx.method !== 'POST') return named ? this.#goOn(ctx, details, named) : this.#show(ctx, details);
    const form = await readForm(ctx.req);
    if (!form || isCrossOrigin(ctx.req.headers) || !this.#isOurs(form, details)) {
      return refuse(ctx, 'the form does not come from this server');
    }
    if (form.has('cancel')) return this.#finish(ctx, REFUSED);
    return details.prompt.name === 'login' ? this.#logIn(ctx, details, form) : this.#consent(ctx, details);
  }

  async #find(ctx: Context): Promise<Interaction | undefined> {
    try {
      const details = await this.#provider.interactionDetails(ctx.req, ctx.res);
      return ctx.path === `${endpoints.interaction}/${details.uid}` ? details : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whoever the server was told to log in, or the client named; undefined where a person must be asked. */
  #namedUser({ params, prompt, session }: Interaction): User | undefined {
    const { autoLogin, acceptsLoginHint, users } = this.#host;
    const hint = acceptsLoginHint ? params.login_hint : undefined;
    const name = hint ?? autoLogin;
    const user = users.named(String(name));
    if (prompt.name === 'login') return user;
    return user && String(user.id) === session?.accountId ? user : undefined;
  }

  #goOn(ctx: Context, details: Interaction, user: User): Promise<void> {
    return details.prompt.name === 'login' ? this.#loggedIn(ctx, details, user) : this.#consent(ctx, details);
  }

  async #logIn(ctx: Context, details: Interaction, form: URLSearchParams): Promise<void> {
    const choice = form.get('choice');
    const user =
      choice === null
        ? await this.#host.users.authenticate(form.get('username') ?? '', form.get('password') ?? '')
        : this.#choices().find(({ username }) => username === choice);
    if (user) return this.#loggedIn(ctx, details, user);
    return this.#show(ctx, details, form.get('username') ?? '');
  }

  /** Who may be picked instead of typing a password: nobody where other people can reach the server. */
  #choices(): readonly User[] {
    return this.#host.acceptsLoginHint ? this.#host.users.list() : [];
  }

  async #loggedIn(ctx: Context, details: Interaction, user: User): Promise<void> {
    const accountId = String(user.id);
    const { session } = details;
    if (session?.uid && session.accountId !== accountId) {
      await (await this.#provider.Session.findByUid(session.uid))?.destroy();
      delete details.session;
      await details.persist();
    }
    return this.#finish(ctx, { login: { accountId } });
  }

  async #consent(ctx: Context, details: Interaction): Promise<void> {
    const user = this.#userOf(details);
    if (!user) return this.#finish(ctx, REFUSED);
    const grantId = await saveGrant(this.#provider, consentedIn(this.#host, details, user), details.grantId);
    return this.#finish(ctx, { consent: { grantId } });
  }

  #userOf({ session }: Interaction): User | undefined {
    return this.#host.users.get(Number(session?.accountId));
  }

  /** The address to go on at has no host: the browser stays where its cookies are. */
  async #finish(ctx: Context, result: InteractionResults): Promise<void> {
    const next = new URL(await this.#provider.interactionResult(ctx.req, ctx.res, result));
    ctx.status = 303;
    ctx.redirect(`${next.pathname}${next.search}`);
  }

  async #show(ctx: Context, details: Interaction, failedName?: string): Promise<void> {
    const { params, prompt } = details;
    const client = await this.#provider.Client.find(String(params.client_id));
    const shared = {
      action: ctx.path,
      csrf: this.#csrfOf(details),
      clientName: client?.clientName ?? String(params.client_id),
      formTargets: targetsOf(params.redirect_uri),
    };
    const user = this.#userOf(details);
    if (prompt.name === 'login' || !user) {
      const username = failedName ?? String(params.login_hint ?? '');
      const failed = failedName !== undefined;
      const page = loginPage({ ...shared, choices: this.#choices(), username, failed });
      sendPage(ctx, { ...page, status: failed ? 401 : 200 });
      return;
    }
    const { allowed: scopes, beyond } = consentedIn(this.#host, details, user);
    const redirectUri = params.redirect_uri === undefined ? undefined : String(params.redirect_uri);
    sendPage(ctx, { ...consentPage({ ...shared, user, scopes, beyond, redirectUri }), status: 200 });
  }

  #csrfOf({ uid }: Interaction): string {
    return createHmac('sha256', this.#secret).update(uid).digest('base64url');
  }

  #isOurs(form: URLSearchParams, details: Interaction): boolean {
    const [given, expected] = [form.get('csrf') ?? '', this.#csrfOf(details)].map((text) =>
      Buffer.from(text),
    );
    return (
      given !== undefined &&
      expected !== undefined &&
      given.length === expected.length &&
      timingSafeEqual(given, expected)
    );
  }
}

function refuse(ctx: Context, error_description: string): void {
  sendPage(ctx, { ...errorPage({ error: 'invalid_request', error_description }), status: 400 });
}

/** The origin that the browser is sent to at the end, or the scheme of a native client's own (RFC 8252 section 7.1). */
function targetsOf(redirectUri: unknown): readonly string[] {
  if (typeof redirectUri !== 'string' || !URL.canParse(redirectUri)) return [];
  const { origin, protocol } = new URL(redirectUri);
  return [origin === 'null' ? protocol : origin];
}
