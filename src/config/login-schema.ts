import { z } from 'zod';
import { CLIENT_AUTHENTICATIONS, LOGIN_FLOWS } from './login-words.js';
import { pointer, step, text } from './probe-schema.js';
import { METHODS } from './route-key.js';

// The `error` of a schema is what was expected, as it goes behind that word in a message.

const path = text('a path that begins with a slash').regex(/^\/\S*$/, {
  error: 'a path that begins with a slash and holds no spaces',
});

/** `login:` and `parity:`, at the top and of a subject. */
export const login = z.strictObject({
  flow: z
    .enum(LOGIN_FLOWS)
    .describe(
      'json and form send user name and password and read a token; session keeps the cookies of the answer; basic and ' +
        'api-key send what they have with each request; the others are those of OAuth: see docs/login.md.',
    )
    .optional(),
  method: z.enum(METHODS).describe('HTTP method of the login request; default POST.').optional(),
  path: path.describe('Path of the login route on the server; default: found in its description.').optional(),
  body: z
    .unknown()
    .describe('What is sent; {{username}} and {{password}} are filled in wherever they stand.')
    .optional(),
  token: pointer
    .describe('JSON Pointer (RFC 6901) to the token in the answer; default: the usual places.')
    .optional(),
  tokenFrom: text('header:NAME or cookie:NAME')
    .regex(/^(?:header|cookie):\S+$/, { error: 'header:NAME or cookie:NAME' })
    .describe('Where the token is, where it is not in the body of the answer.')
    .optional(),
  scheme: text('a word')
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: 'a word' })
    .describe('The word before the token in Authorization; default: Bearer.')
    .optional(),
  encoding: z.enum(['json', 'form']).describe('How session sends user name and password.').optional(),
  loginPage: path.describe('Page to visit first, for its cookies and its CSRF token.').optional(),
  csrf: text('FROM:NAME=TO:NAME')
    .regex(/^(?:(?:field|header):[^=\s]+|(?:cookie|header|field|meta):[^=\s]+=(?:header|field):\S+)$/, {
      error: 'FROM:NAME=TO:NAME, such as cookie:XSRF-TOKEN=header:X-XSRF-TOKEN',
    })
    .describe(
      'Where a CSRF token comes from (cookie, header, field, meta), and where it goes (header, field).',
    )
    .optional(),
  apiKeyHeader: text('the name of a header')
    .describe('Header for the key of api-key; default: X-API-Key.')
    .optional(),
  clientId: text().describe('The OAuth client that logs in.').optional(),
  clientSecret: text()
    .describe('Its secret, best as "${VARIABLE}", so that the file can be committed.')
    .optional(),
  clientKey: text('a file')
    .describe('A file beside this one with its private key (PEM or JWK), for private-key-jwt.')
    .optional(),
  clientAuth: z
    .enum(CLIENT_AUTHENTICATIONS)
    .describe('How it proves who it is; default: what fits the server.')
    .optional(),
  scope: z
    .string({ error: 'scopes, separated by spaces' })
    .describe('What to ask for; empty for no scope at all.')
    .optional(),
  audience: text().describe('Whom the token is for, as some servers want it.').optional(),
  resource: z
    .union([text('an absolute URL'), z.array(text('an absolute URL'))], {
      error: 'an absolute URL, or a list of them',
    })
    .describe('The API that the token is for (RFC 8707).')
    .optional(),
  parameters: z
    .record(z.string(), z.string({ error: 'text' }))
    .describe('Further parameters of the first request of the flow.')
    .optional(),
  dpop: z.boolean({ error: 'true or false' }).describe('Bind the token to a key (RFC 9449).').optional(),
  par: z
    .boolean({ error: 'true or false' })
    .describe('Push the authorization request (RFC 9126).')
    .optional(),
  steps: z
    .array(step, { error: 'a list of requests' })
    .describe(
      'For probe: a login in requests of its own, in order; {{username}}, {{password}} and what an earlier one captured are filled in. Cookies are kept; a captured `token` is sent as a bearer token.',
    )
    .optional(),
  query: z
    .record(z.string(), text())
    .describe('For probe: query parameters that carry the credential: { api_key: "{{password}}" }.')
    .optional(),
  logout: step
    .omit({ as: true, capture: true, owns: true })
    .describe(
      'For probe --checks logins: the request that ends such a login, sent with its credential; default: what the server is known to have.',
    )
    .optional(),
  headers: z
    .record(z.string(), text())
    .describe(
      'For probe: the headers that carry the credential, such as { X-Auth-Token: "{{token}}" }; {{token}}, {{username}}, {{password}}, {{basic}}, {{cookie:NAME}} and what a step captured are filled in.',
    )
    .optional(),
});
