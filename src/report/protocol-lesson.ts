import type { JsonObject, JsonValue } from '../token/json.js';

/** A request of the protocol, as far as it can be told by its looks. */
export interface LessonRequest {
  readonly method: string;
  readonly url: string;
  /** Of a form in the body; empty where there is none. */
  readonly form: URLSearchParams;
  /** Of a JSON object in the body. */
  readonly json: JsonObject | undefined;
}

/** What each grant asks for. */
const GRANTS: Readonly<Record<string, string>> = {
  authorization_code: 'the code that the browser brought is exchanged for tokens (RFC 6749 section 4.1.3)',
  refresh_token: 'a refresh token is exchanged for new tokens (RFC 6749 section 6)',
  client_credentials: 'the client asks for a token of its own (RFC 6749 section 4.4)',
  password: 'user name and password are exchanged for a token (RFC 6749 section 4.3; obsolete)',
  'urn:ietf:params:oauth:grant-type:device_code': 'has somebody entered the code yet? (RFC 8628 section 3.4)',
  'urn:ietf:params:oauth:grant-type:token-exchange':
    "another issuer's token is exchanged for one of this server (RFC 8693)",
  'urn:ietf:params:oauth:grant-type:jwt-bearer':
    'a signed statement stands for a login (RFC 7523 section 2.1)',
};

/** What a request is for, in one line; undefined where it is none of the protocol. */
export function lessonOf({ method, url, form, json }: LessonRequest): string | undefined {
  const { pathname } = new URL(url);
  if (/\/\.well-known\/(?:openid-configuration|oauth-authorization-server)/.test(pathname)) {
    return 'what can this server do, and where? (OpenID Connect Discovery, RFC 8414)';
  }
  if (pathname.includes('/.well-known/oauth-protected-resource')) {
    return 'which server issues tokens for this API? (RFC 9728)';
  }
  if (method !== 'POST') return undefined;
  const grant = form.get('grant_type');
  if (grant !== null) return GRANTS[grant] ?? `a token is asked for with the grant ${grant}`;
  if (form.has('response_type')) {
    return 'the authorization request is handed to the server directly, so that the browser cannot change it (RFC 9126)';
  }
  if (form.has('client_id') && !form.has('token'))
    return 'a code is asked for, to be entered elsewhere (RFC 8628 section 3.1)';
  if (json?.redirect_uris !== undefined) return 'a new client is registered (RFC 7591)';
  return undefined;
}

/** What a parameter or a member of an answer is for; undefined for those that explain themselves or are unknown. */
export const meaningOf = (name: string): string | undefined =>
  Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;

const MEANINGS: Readonly<Record<string, string>> = {
  // Requests.
  grant_type: 'what is handed in for a token',
  response_type: 'code: the browser is to bring a code, never a token',
  client_id: 'which program asks',
  client_secret: 'proves that it is this client',
  client_assertion: 'proves it with a signature instead of a secret (RFC 7523)',
  client_assertion_type: 'what kind of proof that is',
  redirect_uri: 'where the browser brings the code: a port of this machine, open for this login',
  scope: 'what the token is to be good for',
  state: 'random; the answer must hold it, else it belongs to another login',
  nonce: 'random; the ID token must hold it, else it was issued for another login',
  code_challenge: 'hash of a secret of this login (PKCE, RFC 7636)',
  code_challenge_method: 'S256: a hash, so that who sees it cannot redeem the code',
  code_verifier: 'the secret itself: the code is worth nothing without it (PKCE)',
  code: 'what the browser brought; good once, for a short time',
  iss: 'which server answers: a code of another one is not sent to this one (RFC 9207)',
  resource: 'the API that the token is for (RFC 8707)',
  audience: 'whom the token is for, as some servers want it',
  prompt: 'what the server is to ask, even of somebody who is logged in',
  login_hint: 'whom the login page is to suggest',
  acr_values: 'how strongly somebody is to log in',
  dpop_jkt: 'the key that code and token are bound to (RFC 9449)',
  request_uri: 'stands for the request that was pushed',
  device_code: 'what this program asks with, again and again',
  username: 'who logs in',
  password: 'seen by this program: that is why the grant is obsolete',
  subject_token: 'the token of the other issuer',
  subject_token_type: 'what kind of token that is',
  assertion: 'the signed statement',
  refresh_token: 'gets new tokens without anybody; replaced each time where the server rotates it',
  // Answers.
  access_token: 'what APIs are called with',
  token_type: 'Bearer: whoever has it can use it; DPoP: only with the key',
  expires_in: 'seconds that it lasts',
  id_token: 'who logged in, signed, for this client alone',
  user_code: 'what a person enters',
  verification_uri: 'where a person enters it',
  verification_uri_complete: 'the same with the code in it',
  interval: 'seconds between two questions',
  error: 'why not',
  error_description: 'the same in words',
  // Metadata.
  issuer: 'the name of the server; must be the one that was asked for',
  authorization_endpoint: 'where browsers go',
  token_endpoint: 'where tokens are handed out',
  pushed_authorization_request_endpoint: 'where authorization requests can be handed in (RFC 9126)',
  device_authorization_endpoint: 'where device codes are handed out (RFC 8628)',
  registration_endpoint: 'where clients register (RFC 7591)',
  userinfo_endpoint: 'who somebody is',
  revocation_endpoint: 'where tokens are taken back (RFC 7009)',
  introspection_endpoint: 'whether a token is good (RFC 7662)',
  end_session_endpoint: 'where one logs out',
  jwks_uri: 'the keys that tokens are signed with',
  grant_types_supported: 'what can be handed in for a token',
  scopes_supported: 'what can be asked for',
  token_endpoint_auth_methods_supported: 'how clients may prove who they are',
  code_challenge_methods_supported: 'PKCE, as the server knows it',
  require_pushed_authorization_requests: 'true: they must be',
  dpop_signing_alg_values_supported: 'tokens can be bound to keys (RFC 9449)',
  authorization_response_iss_parameter_supported: 'answers name the server (RFC 9207)',
  resource_name: 'what the API calls itself',
  authorization_servers: 'who issues tokens for it',
};

/** How a member of an answer is written in one line. */
export const inOneLine = (value: JsonValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value).replaceAll('","', '", "');
