import type { Client, KoaContextWithOIDC } from 'oidc-provider';
import { endpoints } from '../endpoints.js';
import { codePage, confirmCodePage, connectedPage } from '../pages/device.js';
import { confirmLogoutPage, loggedOutPage } from '../pages/logout.js';
import type { Page } from '../pages/page.js';
import type { Context, Next } from './context.js';
import { sendPage } from './send-page.js';

/** The token against cross-site requests that the engine keeps in the browser's session. */
const xsrfOf = ({ oidc }: KoaContextWithOIDC): string =>
  String((oidc.session as { state?: { secret?: string } } | undefined)?.state?.secret);

const PROBLEMS: Readonly<Record<string, string>> = {
  NotFoundError: 'There is no such code. Compare it with what your device shows.',
  ExpiredError: 'This code has expired. Start again on your device.',
  AlreadyUsedError: 'This code has been used already. Start again on your device.',
  NoCodeError: 'Type the code that your device shows.',
  AbortedError: 'The device was refused. You can close this window.',
};

/** Where {@link linkedDeviceCode} leaves the code for the page. */
const LINKED = 'linkedDeviceCode';

/** The engine submits a code that stands in the link by a script; instead it is shown at once, to be compared. */
export async function linkedDeviceCode(ctx: Context, next: Next): Promise<void> {
  const { user_code } = ctx.query;
  if (ctx.path === endpoints.device && ctx.method !== 'POST' && typeof user_code === 'string') {
    ctx.state[LINKED] = user_code;
    ctx.query = {};
  }
  await next();
}

/** The page for a code from a link: to compare it where it is a good one, else to type another. */
async function linkedPage(ctx: Context, linked: string): Promise<Page> {
  const { provider } = ctx.oidc;
  const code = await provider.DeviceCode.findByUserCode(linked.toUpperCase().replace(/[^A-Z]/g, ''));
  const client = code?.clientId && (await provider.Client.find(code.clientId));
  if (!code || !client || code.accountId || code.error || code.inFlight) {
    return codePage(endpoints.device, xsrfOf(ctx), linked, PROBLEMS.NotFoundError);
  }
  return confirmCodePage(endpoints.device, xsrfOf(ctx), linked, client.clientName ?? client.clientId);
}

/** How the engine shows the pages of the device flow (RFC 8628 section 3.3). */
export const devicePages = {
  async userCodeInputSource(
    ctx: KoaContextWithOIDC,
    _form: string,
    _out?: unknown,
    error?: Error,
  ): Promise<void> {
    const linked = ctx.state[LINKED] as string | undefined;
    if (linked !== undefined && !error) return sendPage(ctx, await linkedPage(ctx, linked));
    const problem = error && (PROBLEMS[error.name] ?? 'This could not be done. Start again on your device.');
    const code = (error as { userCode?: string } | undefined)?.userCode ?? '';
    sendPage(ctx, codePage(endpoints.device, xsrfOf(ctx), code, problem));
  },
  userCodeConfirmSource(
    ctx: KoaContextWithOIDC,
    _form: string,
    client: Client,
    _device: unknown,
    userCode: string,
  ): void {
    const name = client.clientName ?? client.clientId;
    sendPage(ctx, confirmCodePage(endpoints.device, xsrfOf(ctx), userCode, name));
  },
  successSource: (ctx: KoaContextWithOIDC): void => sendPage(ctx, connectedPage()),
};

/** How it shows those of the logout (OpenID Connect RP-Initiated Logout 1.0 section 2). */
export const logoutPages = {
  logoutSource(ctx: KoaContextWithOIDC): void {
    const { session } = ctx.oidc as { session?: { state?: { postLogoutRedirectUri?: string } } };
    const target = session?.state?.postLogoutRedirectUri;
    const formTargets = target && URL.canParse(target) ? [new URL(target).origin] : [];
    sendPage(ctx, confirmLogoutPage(`${endpoints.endSession}/confirm`, xsrfOf(ctx), formTargets));
  },
  postLogoutSuccessSource: (ctx: KoaContextWithOIDC): void => sendPage(ctx, loggedOutPage()),
};
