import { AuthctlError } from '../errors.js';
import { BUNDLED_CLIENT, isBundledServer } from '../login/bundled.js';
import type {
  CallbackWish,
  OAuthFlowName,
  OAuthLogin,
  RequestedClient,
} from '../login/oauth/oauth-login-request.js';
import { isLoopbackHost } from '../session/cookie-rules.js';
import { checkName } from '../session/name.js';
import type { ClientAuthentication } from '../session/session.js';
import type { Context } from './context.js';
import type { LoginBasis } from './login-basis.js';
import type { ClientAuthWord, LoginOptions } from './login-options.js';
import { findSecret } from './secret-source.js';
import { subjectTokenOf } from './subject-token.js';

/**
 * Everything a login at an OAuth server needs, from the command line, the environment and the configuration.
 *
 * @throws {AuthctlError} `USAGE`, `FILE_UNREADABLE`
 */
export async function oauthRequest(
  ctx: Context,
  options: LoginOptions,
  basis: LoginBasis,
): Promise<Omit<OAuthLogin, 'subject'>> {
  const { server, timeoutMs, rolePointer, subject, login } = basis;
  const name = options.as ?? subject?.name;
  return {
    kind: 'oauth',
    server,
    name: name === undefined ? undefined : checkName(name),
    flow: (options.flow ?? login.flow) as OAuthFlowName | undefined,
    callback: callbackOf(options),
    patience: patienceOf(options.loginTimeout),
    client: await clientOf(ctx, options, basis),
    scope: options.scope ?? login.scope,
    audience: options.audience ?? login.audience,
    resource: resourcesIn(options.resource ?? login.resource ?? []),
    parameters: { ...login.parameters, ...parametersIn(options.param ?? []) },
    dpop: options.dpop ?? login.dpop ?? false,
    par: options.par ?? login.par ?? false,
    browser: options.browser ?? true,
    prompt: options.prompt,
    loginHint: options.loginHint,
    acrValues: options.acrValues,
    subjectToken: await subjectTokenOf(ctx, options, server, timeoutMs),
    refreshToken: await findSecret(ctx, {
      what: 'refresh token',
      ways: 'pipe it in with --refresh-token-stdin, or set AUTHCTL_REFRESH_TOKEN',
      stdin: options.refreshTokenStdin,
      variable: options.flow === 'refresh' ? 'AUTHCTL_REFRESH_TOKEN' : undefined,
    }),
    rolePointer,
    timeoutMs,
    insecureHttp: options.insecureHttp ?? false,
  };
}

const FROM_STDIN = {
  passwordStdin: '--password-stdin',
  clientSecretStdin: '--client-secret-stdin',
  subjectTokenStdin: '--subject-token-stdin',
  refreshTokenStdin: '--refresh-token-stdin',
  tokenStdin: '--token-stdin',
  apiKeyStdin: '--api-key-stdin',
} as const;

export function refuseTwoFromStdin(options: LoginOptions): void {
  const wanted = Object.entries(FROM_STDIN)
    .filter(([name]) => options[name as keyof typeof FROM_STDIN])
    .map(([, flag]) => flag);
  if (wanted.length < 2) return;
  throw new AuthctlError(
    'USAGE',
    `standard input can hold one secret, not those of ${wanted.join(' and ')}`,
    {
      hint: 'hand the others over in a file or in the environment; `authctl login --help` says how',
    },
  );
}

async function clientOf(
  ctx: Context,
  options: LoginOptions,
  { server, login }: LoginBasis,
): Promise<RequestedClient> {
  if (options.register) {
    return { kind: 'register', initialAccessToken: ctx.env.AUTHCTL_INITIAL_ACCESS_TOKEN || undefined };
  }
  const id = options.clientId ?? login.clientId ?? (await bundledClient(ctx, server));
  if (!id) {
    throw new AuthctlError('USAGE', 'nothing says which OAuth client logs in', {
      hint: 'name it with --client-id, or register a new one with --register',
    });
  }
  const secret = await findSecret(ctx, {
    what: 'client secret',
    ways: 'pipe it in with --client-secret-stdin, or set AUTHCTL_CLIENT_SECRET',
    stdin: options.clientSecretStdin,
    variable: 'AUTHCTL_CLIENT_SECRET',
    configured: login.clientSecret,
  });
  const file = options.clientJwtKey ?? login.clientKey;
  const key = file === undefined ? undefined : { file, text: await ctx.ports.files.read(file) };
  const word = options.clientAuth ?? login.clientAuth;
  const method = word === undefined ? undefined : methodOf[word];
  if (method === 'tls_client_auth' && ctx.settings.transport.clientCert === undefined) {
    throw new AuthctlError('USAGE', '--client-auth tls takes a certificate, and there is none', {
      hint: 'name it with --client-cert, and its key with --client-key',
    });
  }
  const isSecretive = secret !== undefined || key !== undefined || method !== undefined;
  if (!isSecretive && (options.flow ?? login.flow) === 'client-credentials') {
    throw new AuthctlError('USAGE', `the client '${id}' has nothing to prove itself with`, {
      hint: 'pipe its secret in with --client-secret-stdin, set AUTHCTL_CLIENT_SECRET, or name its key with --client-jwt-key',
    });
  }
  return { kind: 'known', id, secret, key, method };
}

/** The client that the bundled server knows without being told. */
async function bundledClient(ctx: Context, server: string): Promise<string | undefined> {
  if (!isLoopbackHost(new URL(server).hostname)) return undefined;
  return (await isBundledServer(await ctx.ports.http(), server)) ? BUNDLED_CLIENT : undefined;
}

const methodOf = {
  basic: 'client_secret_basic',
  post: 'client_secret_post',
  'private-key-jwt': 'private_key_jwt',
  tls: 'tls_client_auth',
  none: 'none',
} as const satisfies Record<ClientAuthWord, ClientAuthentication['method']>;

/** Only this machine: whoever listens elsewhere hands the code to whoever is there (RFC 8252 section 8.3). */
function callbackOf({ callbackHost = '127.0.0.1', callbackPort, callbackPath }: LoginOptions): CallbackWish {
  const host = callbackHost.replace(/^\[(.*)\]$/, '$1');
  if (!isLoopbackHost(host) || host.endsWith('.localhost')) {
    throw new AuthctlError('USAGE', `'${callbackHost}' is not this machine alone`, {
      hint: 'name 127.0.0.1, localhost or ::1 with --callback-host',
    });
  }
  const port = callbackPort ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new AuthctlError('USAGE', `'${port}' is no port`, { hint: 'give --callback-port from 1 to 65535' });
  }
  const path = callbackPath ?? '/callback';
  if (!/^\/[^\s?#]*$/.test(path)) {
    throw new AuthctlError('USAGE', `'${path}' is no path`, { hint: 'write --callback-path like /callback' });
  }
  return { host, port: Number(port), path };
}

const USUAL_PATIENCE = 300;

function patienceOf(text: string | undefined): number {
  const seconds = text === undefined ? USUAL_PATIENCE : Number(text);
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= 86_400) return seconds;
  throw new AuthctlError('USAGE', `'${text}' is no time to wait`, {
    hint: 'give --login-timeout in whole seconds, up to 86400',
  });
}

function resourcesIn(resources: readonly string[]): readonly string[] {
  for (const resource of resources) {
    if (URL.canParse(resource) && !resource.includes('#')) continue;
    throw new AuthctlError('USAGE', `'${resource}' is no resource`, {
      hint: 'write --resource as an absolute URL without a fragment (RFC 8707)',
    });
  }
  return resources;
}

/** Set by the flow itself: another value would break it, or weaken it. */
const OWN_PARAMETERS = new Set(
  (
    'client_id client_secret client_assertion client_assertion_type grant_type response_type redirect_uri code ' +
    'code_verifier code_challenge code_challenge_method state nonce device_code refresh_token request_uri'
  ).split(' '),
);

function parametersIn(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value = ''] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
      if (name === undefined) {
        throw new AuthctlError('USAGE', `'${text}' is no parameter`, { hint: 'write --param NAME=VALUE' });
      }
      if (OWN_PARAMETERS.has(name)) {
        throw new AuthctlError('USAGE', `${name} is set by the flow itself`, {
          hint: 'leave it away; `authctl login --help` lists what can be chosen',
        });
      }
      return [name, value];
    }),
  );
}
