import { AuthctlError } from '../errors.js';
import { CookieClient } from '../login/cookie-client.js';
import type { Http } from '../ports/http.js';
import { withCsrf } from '../request/csrf.js';
import type { Session } from '../session/session.js';
import type { Context } from './context.js';

const TIMEOUT_MS = 10_000;

/** An HTTP client that sends a cookie session's CSRF token with what changes something. */
export function csrfHttp(ctx: Context, { csrf, credential }: Session, http: Http): Http {
  const client = new CookieClient(http, ctx.now, credential.kind === 'cookie' ? credential.cookies : []);
  const keepSecret = (token: string): void => ctx.secrets.add(token);
  return {
    async send({ headers = {}, ...request }) {
      const call = { ...request, headers };
      if (!csrf) return client.send(call);
      try {
        const whole = await withCsrf(call, csrf, client, { timeoutMs: TIMEOUT_MS, keepSecret });
        return await client.send({ ...call, ...whole });
      } catch (error) {
        if (!(error instanceof AuthctlError)) throw error;
        return { kind: 'failure', reason: 'protocol', message: error.message };
      }
    },
  };
}
