import { AuthctlError } from '../../errors.js';
import type { FlowName } from '../../session/session.js';
import { inWords } from '../../token/duration.js';

/** What the OAuth library threw, sorted. */
export type OAuthFailure =
  /** An error of the protocol: RFC 6749 sections 4.1.2.1 and 5.2, and what extends them. */
  | { readonly kind: 'said'; readonly error: string; readonly description: string | undefined }
  /** A challenge instead of a body: RFC 6750 section 3, RFC 9110 section 11.6.1. */
  | { readonly kind: 'challenged'; readonly status: number }
  /** A token that is not valid at this time: one of the two clocks is off. */
  | { readonly kind: 'clock' }
  /** An answer that the protocol does not know. `what` follows "the server answered". */
  | { readonly kind: 'unusable'; readonly what: string; readonly status: number | undefined }
  /** The answer is well-formed, and not to be believed: `why` says what in it is wrong. */
  | { readonly kind: 'untrustworthy'; readonly why: string }
  | { readonly kind: 'unsupported'; readonly why: string };

interface Thrown {
  readonly code?: string;
  readonly message?: string;
  readonly error?: string;
  readonly error_description?: string;
  readonly status?: number;
  readonly cause?: unknown;
}

/**
 * Sorts what the OAuth library threw.
 *
 * @throws the error that lies below, where it was thrown by authctl itself; what was no failure of a protocol.
 */
export function failureOf(thrown: unknown): OAuthFailure {
  const own = ownError(thrown);
  if (own) throw own;
  const { code, error = '', error_description: description, status, cause } = thrown as Thrown;
  switch (code) {
    case 'OAUTH_RESPONSE_BODY_ERROR':
    case 'OAUTH_AUTHORIZATION_RESPONSE_ERROR':
      return { kind: 'said', error, description: description || undefined };
    case 'OAUTH_WWW_AUTHENTICATE_CHALLENGE':
      return challenge(cause, status ?? 401);
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return { kind: 'clock' };
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
    case 'OAUTH_PARSE_ERROR':
      return unusable(cause);
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
    case 'OAUTH_INVALID_RESPONSE':
    case 'OAUTH_KEY_SELECTION_FAILED':
      return { kind: 'untrustworthy', why: innermost(thrown) };
    case 'OAUTH_UNSUPPORTED_OPERATION':
    case 'OAUTH_MISSING_SERVER_METADATA':
    case 'OAUTH_INVALID_SERVER_METADATA':
      return { kind: 'unsupported', why: innermost(thrown) };
    default:
      throw thrown;
  }
}

function ownError(thrown: unknown): AuthctlError | undefined {
  if (thrown instanceof AuthctlError) return thrown;
  return thrown instanceof Error && thrown.cause !== undefined ? ownError(thrown.cause) : undefined;
}

/** A challenge may hold the error that the body would have held. */
function challenge(cause: unknown, status: number): OAuthFailure {
  const [first] = Array.isArray(cause) ? (cause as readonly { parameters?: Record<string, string> }[]) : [];
  const { error, error_description: description } = first?.parameters ?? {};
  return error === undefined ? { kind: 'challenged', status } : { kind: 'said', error, description };
}

function unusable(cause: unknown): OAuthFailure {
  const response = cause instanceof Response ? cause : (cause as { cause?: unknown })?.cause;
  if (!(response instanceof Response)) return { kind: 'unusable', what: 'no JSON', status: undefined };
  const { status, headers } = response;
  const type = (headers.get('content-type') ?? 'no type').split(';')[0] ?? '';
  const page = /html/i.test(type) ? 'an HTML page' : type;
  return { kind: 'unusable', what: `status ${status} and ${page}`, status };
}

function innermost(thrown: unknown): string {
  const { message = '', cause } = thrown as Thrown;
  return cause instanceof Error ? innermost(cause) : message;
}

/** Whether a server refused a request because it had no DPoP proof (RFC 9449 section 5; servers differ in the code). */
export function asksForDpop(thrown: unknown): boolean {
  const { error = '', error_description: description = '' } = thrown as Thrown;
  return /dpop/.test(error) || (error.startsWith('invalid_') && /\bDPoP\b/i.test(description));
}

export const isInvalidGrant = (thrown: unknown): boolean => (thrown as Thrown).error === 'invalid_grant';

/** The circumstances of a failure, for the hint. */
export interface Circumstances {
  readonly issuer: string;
  readonly flow: FlowName;
  readonly clientId: string;
  readonly redirectUri?: string | undefined;
  readonly scopesSupported?: readonly string[] | undefined;
  /** How far this machine's clock is ahead of the server's, in seconds; undefined where the server does not say. */
  readonly clockAhead?: number | undefined;
}

/** What an OAuth login that failed is to the user: a message, and what to do next. */
export function oauthError(thrown: unknown, circumstances: Circumstances): AuthctlError {
  const failure = failureOf(thrown);
  const { issuer } = circumstances;
  const options = { cause: thrown };
  switch (failure.kind) {
    case 'said': {
      const { error, description } = failure;
      const passing = error === 'temporarily_unavailable' || error === 'server_error';
      const message = `${issuer} refused the login: ${error}${description ? ` (${description})` : ''}`;
      return new AuthctlError(passing ? 'ANSWER_UNUSABLE' : 'LOGIN_REFUSED', message, {
        ...options,
        hint: hintFor(failure, circumstances),
      });
    }
    case 'challenged':
      return new AuthctlError('LOGIN_REFUSED', `${issuer} refused the client (${failure.status})`, {
        ...options,
        hint: CLIENT_HINT,
      });
    case 'clock':
      return new AuthctlError('ANSWER_UNUSABLE', clockMessage(circumstances), {
        ...options,
        hint: 'set the clock of this machine, or the one of the server, and log in again',
      });
    case 'unusable':
      return new AuthctlError('ANSWER_UNUSABLE', `${issuer} answered ${failure.what} to a token request`, {
        ...options,
        hint: 'try again later, or see what was sent and answered with --verbose',
      });
    case 'untrustworthy':
      return new AuthctlError(
        'LOGIN_REFUSED',
        `what ${issuer} answered is not to be believed: ${failure.why}`,
        {
          ...options,
          hint: 'nothing was stored; see what was answered with --verbose',
        },
      );
    case 'unsupported':
      return new AuthctlError('ANSWER_UNUSABLE', `${issuer} does not offer this: ${failure.why}`, {
        ...options,
        hint: 'choose another way to log in with --flow',
      });
  }
}

function clockMessage({ issuer, clockAhead }: Circumstances): string {
  const off =
    clockAhead === undefined || clockAhead === 0
      ? ''
      : `: it is ${inWords(Math.abs(clockAhead))} ${clockAhead > 0 ? 'ahead of' : 'behind'} the server's`;
  return `the ID token of ${issuer} is not valid at the time of this machine's clock${off}`;
}

const CLIENT_HINT =
  'check the client id and its secret, and how it is sent: --client-auth basic, post, private-key-jwt or tls';

/** By error code. A code that is not here gets the general hint. */
const HINTS: Readonly<Record<string, (circumstances: Circumstances) => string>> = {
  invalid_client: () => CLIENT_HINT,
  invalid_grant: ({ flow }) => GRANT_HINTS[flow] ?? 'log in again',
  unauthorized_client: ({ clientId, flow }) =>
    `allow the client '${clientId}' the flow ${flow} at the server, or choose another one with --flow`,
  unsupported_grant_type: () => 'the server does not offer this flow: choose another one with --flow',
  invalid_scope: ({ scopesSupported }) =>
    `ask for other scopes with --scope${scopesSupported?.length ? `; the server has ${scopesSupported.join(', ')}` : ''}`,
  invalid_target: () => 'name an API that the server knows with --resource',
  access_denied: () => 'somebody said no; log in again and allow it',
  login_required: () => 'somebody has to log in: leave out --prompt none',
  consent_required: () => 'somebody has to agree: leave out --prompt none',
  interaction_required: () => 'somebody has to act: leave out --prompt none',
  account_selection_required: () => 'somebody has to choose: leave out --prompt none',
  invalid_redirect_uri: redirectHint,
  use_dpop_nonce: () => 'the server wanted yet another nonce; log in again',
  invalid_dpop_proof: () => "check this machine's clock: a proof is valid for seconds",
  expired_token: () => 'the code has expired; log in again',
  temporarily_unavailable: () => 'try again later',
  server_error: () => 'the server failed; its log says why',
};

const GRANT_HINTS: Readonly<Partial<Record<FlowName, string>>> = {
  code: 'the code has expired or was used before; log in again',
  device: 'the code has expired or was used before; log in again',
  password: 'check the user name and the password',
  refresh: 'the refresh token has expired, was used before or was revoked; log in with another flow',
  'token-exchange': 'check the subject token: who issued it, for whom, and whether it has expired',
  'jwt-bearer': 'check the subject token: who issued it, for whom, and whether it has expired',
};

/** What to do about a redirect URI that the server does not know for the client. */
export function redirectHint({
  redirectUri = 'http://127.0.0.1/callback',
}: Pick<Circumstances, 'redirectUri'>): string {
  const anyPort = redirectUri.replace(/:\d+\//, '/');
  return `register ${anyPort} for this client, or name what is registered with --callback-host, --callback-port, --callback-path`;
}

function hintFor(
  { error, description = '' }: OAuthFailure & { kind: 'said' },
  circumstances: Circumstances,
): string {
  if (/redirect_uri/.test(description)) return redirectHint(circumstances);
  return HINTS[error]?.(circumstances) ?? 'see what was sent and answered with --verbose';
}
