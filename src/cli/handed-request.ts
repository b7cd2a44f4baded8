import { AuthctlError } from '../errors.js';
import { apiKeyCredential, basicCredential, type HandedLogin } from '../login/handed-login.js';
import { importToken } from '../login/import-token.js';
import { caution } from '../report/text.js';
import { checkName } from '../session/name.js';
import type { Context } from './context.js';
import type { LoginBasis } from './login-basis.js';
import type { LoginOptions } from './login-options.js';
import { readPassword } from './password.js';
import { complain } from './print.js';
import { usernameOf } from './route-request.js';
import { findSecret } from './secret-source.js';

const TOKEN_WAYS = 'pipe it in with --token-stdin';
const KEY_WAYS = 'pipe it in with --api-key-stdin, or set AUTHCTL_API_KEY';

/** A credential that is there already, as the user handed it over. */
export function handedRequest(
  ctx: Context,
  flow: HandedLogin['flow'],
  options: LoginOptions,
  basis: LoginBasis,
): Promise<HandedLogin> {
  switch (flow) {
    case 'token':
      return tokenRequest(ctx, options, basis);
    case 'basic':
      return basicRequest(ctx, options, basis);
    case 'api-key':
      return apiKeyRequest(ctx, options, basis);
  }
}

async function tokenRequest(ctx: Context, options: LoginOptions, basis: LoginBasis): Promise<HandedLogin> {
  const text = await findSecret(ctx, { what: 'token', ways: TOKEN_WAYS, stdin: true });
  const { credential, stated, oddity } = importToken(text ?? '', ctx.now());
  if (oddity !== undefined) complain(ctx, [caution('warning:'), ` ${oddity}`]);
  const username = options.username || stated.username || 'token';
  const scheme = options.scheme ?? basis.login.scheme;
  return {
    ...common(options, basis, username),
    flow: 'token',
    credential: scheme === undefined ? credential : { ...credential, scheme },
  };
}

async function basicRequest(ctx: Context, options: LoginOptions, basis: LoginBasis): Promise<HandedLogin> {
  const username = await usernameOf(ctx, options, basis);
  const password = await readPassword(ctx, username, options, basis.subject?.password);
  return {
    ...common(options, basis, username),
    flow: 'basic',
    credential: basicCredential(username, password),
  };
}

async function apiKeyRequest(ctx: Context, options: LoginOptions, basis: LoginBasis): Promise<HandedLogin> {
  const key = await findSecret(ctx, {
    what: 'API key',
    ways: KEY_WAYS,
    stdin: options.apiKeyStdin,
    variable: 'AUTHCTL_API_KEY',
    configured: basis.subject?.password,
  });
  if (key === undefined) throw new AuthctlError('USAGE', 'there is no API key', { hint: KEY_WAYS });
  const header = options.apiKeyHeader ?? basis.login.apiKeyHeader ?? 'X-API-Key';
  const username = options.username || basis.subject?.username || 'api-key';
  return { ...common(options, basis, username), flow: 'api-key', credential: apiKeyCredential(header, key) };
}

function common(
  options: LoginOptions,
  { server, subject, timeoutMs, rolePointer, login }: LoginBasis,
  username: string,
) {
  return {
    kind: 'handed',
    server,
    username,
    name: options.as === undefined ? (subject?.name ?? username) : checkName(options.as),
    path: options.path ?? login.path,
    rolePointer,
    timeoutMs,
  } as const;
}
