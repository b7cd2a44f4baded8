/** The flows that `login:` can name. */
export const LOGIN_FLOWS = [
  'json',
  'form',
  'session',
  'basic',
  'api-key',
  'code',
  'device',
  'client-credentials',
  'password',
  'token-exchange',
  'jwt-bearer',
] as const;

/** How an OAuth client proves who it is. */
export const CLIENT_AUTHENTICATIONS = ['basic', 'post', 'private-key-jwt', 'tls', 'none'] as const;
