import type { Config } from '../config/config.js';
import { csrfRule } from '../login/csrf.js';
import { serverAddress } from '../login/server-address.js';
import type { Call, Caller } from '../request/call.js';
import type { CsrfPlace } from '../request/csrf.js';
import type { CsrfRule } from '../session/csrf-rule.js';
import { sameOrigin } from '../session/same-origin.js';
import type { Session } from '../session/session.js';
import { configurationOf } from './configuration.js';
import type { Context } from './context.js';
import { requestUrl, wantedFrom } from './request-address.js';
import { baseOf, callerFor } from './request-caller.js';
import { headersFrom, refuseClash } from './request-headers.js';
import type { RequestOptions } from './request-options.js';

/** A request as it was asked for, before its body is read. */
export interface PlannedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Call['headers'];
  /** Undefined for a caller without credentials. Its credential may have expired. */
  readonly caller: Caller | undefined;
  readonly csrf: CsrfPlace | undefined;
}

/**
 * Settles who is to call what. Asks no server.
 *
 * @throws {AuthctlError} `USAGE`, `CONFIG_INVALID`, `NOT_LOGGED_IN`
 */
export async function planRequest(
  ctx: Context,
  words: readonly string[],
  options: RequestOptions,
): Promise<PlannedRequest> {
  const wanted = wantedFrom(words, options.method);
  const headers = headersFrom(options.header ?? []);
  const asked = options.csrf === undefined ? undefined : csrfRule(options.csrf);
  const api = options.api === undefined ? {} : { api: serverAddress(options.api, true) };
  const who = { ...options, ...api };
  const config = await configurationOf(ctx, options.config, ['server', 'api']);
  const base = wanted.address.startsWith('/') ? await baseOf(ctx, who, config) : '';
  const url = requestUrl(wanted.address, base, options.query ?? []);
  const caller = await callerFor(ctx, who, url, config);
  if (caller) refuseClash(headers, headerThatCarries(caller.session), caller.session.name);
  const method = wanted.method ?? (options.data === undefined ? 'GET' : 'POST');
  return {
    method,
    url,
    headers,
    caller,
    csrf: caller && csrfPlace(caller.session, { asked, page: options.csrfPage }, config),
  };
}

const headerThatCarries = ({ credential }: Session): string => {
  if (credential.kind === 'header') return credential.header;
  return credential.kind === 'cookie' ? 'cookie' : 'authorization';
};

/** As it was asked for, else as it was at the login, else as the configuration has it. */
function csrfPlace(
  session: Session,
  { asked, page }: { readonly asked: CsrfRule | undefined; readonly page: string | undefined },
  config: Config | undefined,
): CsrfPlace | undefined {
  if (session.credential.kind !== 'cookie') return undefined;
  const isOwn = [config?.server, config?.api].some(
    (url) => url !== undefined && sameOrigin(url, session.server),
  );
  const configured = isOwn ? config?.login : undefined;
  const rule =
    asked ?? session.csrf ?? (configured?.csrf === undefined ? undefined : csrfRule(configured.csrf));
  const found = page ?? session.csrf?.page ?? configured?.loginPage;
  return rule && { ...rule, ...(found === undefined ? {} : { page: found }) };
}
