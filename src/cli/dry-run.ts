import { AuthctlError } from '../errors.js';
import type { OAuthPorts } from '../login/oauth/oauth-ports.js';
import type { Http, HttpRequest } from '../ports/http.js';
import type { DryRun } from '../report/dry-run.js';
import type { Context } from './context.js';
import { logIn } from './log-in.js';
import type { LoginBasis } from './login-basis.js';
import type { LoginOptions } from './login-options.js';
import { maskedBody, maskedHeaders, withoutSecrets } from './trace-masks.js';

/** Ends a login before its first request is sent. */
class Stopped extends Error {}

/**
 * What a login would send first, secrets masked. Only reads from the server: its metadata, its description, its login
 * page.
 *
 * @throws {AuthctlError} what the login itself would throw before.
 */
export async function dryRun(ctx: Context, options: LoginOptions, basis: LoginBasis): Promise<DryRun> {
  let seen: DryRun | undefined;
  const stop = (found: DryRun): never => {
    seen ??= found;
    throw new Stopped();
  };
  const http = readingOnly(await ctx.ports.http(), (request) => stop(shown(request)));
  const oauth: Partial<OAuthPorts> = {
    listen: async ({ host, port, path }) => ({
      redirectUri: `http://${host.includes(':') ? `[${host}]` : host}${port === 0 ? '' : `:${port}`}${path}`,
      next: () => new Promise(() => undefined),
      close: async () => undefined,
    }),
    browser: async () => ({ open: async () => true }),
    tell: (event) => {
      if (event.kind === 'authorize')
        stop({ method: 'GET', url: event.url, headers: {}, body: [], browser: true });
    },
  };
  try {
    await logIn(ctx, options, basis, { stored: [], http, oauth });
  } catch (error) {
    if (!seen) throw error;
  }
  if (seen) return seen;
  throw new AuthctlError('USAGE', 'this flow sends no request to log in', {
    hint: 'leave out --dry-run: the credential is tried with a GET, and then stored',
  });
}

function readingOnly(http: Http, refuse: (request: HttpRequest) => never): Http {
  return { send: async (request) => (request.method === 'GET' ? http.send(request) : refuse(request)) };
}

const shown = ({ method, url, headers = {}, body = '' }: HttpRequest): DryRun => ({
  method,
  url: withoutSecrets(url),
  headers: maskedHeaders(headers),
  body: maskedBody(body),
  browser: false,
});
