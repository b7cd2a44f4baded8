import { z } from 'zod';
import { ROUTE_KEY } from '../../config/route-key.js';
import { CSRF_DEMANDS } from '../csrf.js';
import {
  CLIENT_AUTHENTICATION,
  CLIENT_ID_TOKEN_ALGORITHMS,
  GRANT_TYPES,
  TOKEN_ALGORITHMS,
} from '../settings.js';

// The `error` of a schema is what was expected, as it goes behind that word in a message.

const text = (expected = 'text') => z.string({ error: expected }).min(1, { error: expected });

const role = text('the name of a role');

/** `90`, `90s`, `15m`, `2h`, `7d`. */
export const DURATION = /^(\d{1,9})([smhd]?)$/;

const DURATIONS = { error: 'seconds, or a number with s, m, h or d, such as 15m' };

const duration = z.union(
  [z.number().int(DURATIONS).min(1, DURATIONS), z.string().regex(/^[1-9]\d{0,8}[smhd]?$/, DURATIONS)],
  DURATIONS,
);

const user = z.strictObject({
  id: z
    .number({ error: 'a whole number from 1 on' })
    .int({ error: 'a whole number from 1 on' })
    .min(1, { error: 'a whole number from 1 on' })
    .describe('Its number, which owners of objects are named by; default: its place in the list.')
    .optional(),
  role: role.describe('One of `roles`.'),
  password: text().describe(
    'Its password, plain or as a scrypt hash in PHC format ($scrypt$ln=14,r=8,p=1$SALT$HASH).',
  ),
  name: text().describe('What it likes to be called.').optional(),
  claims: z.record(z.string(), z.unknown()).describe('What its tokens say besides.').optional(),
});

const uris = z.array(text('a URI').regex(/^[a-z][a-z0-9+.-]*:\S+$/i, { error: 'an absolute URI' }), {
  error: 'a list of URIs',
});

const keySet = z.looseObject({
  keys: z.array(z.record(z.string(), z.unknown()), { error: 'a list of JWKs' }).describe('Public keys.'),
});

const flag = z.boolean({ error: 'true or false' });

const client = z.strictObject({
  name: text().describe('What a person is told who is asked for consent; default: the id.').optional(),
  secret: text().describe('Its secret; without one the client is public.').optional(),
  redirectUris: uris.describe('Where a login may send the browser back to.').optional(),
  logoutUris: uris.describe('Where a browser may be sent after a logout.').optional(),
  native: flag
    .describe('Whether it runs on the own machine of the user: a loopback address then stands for any port.')
    .optional(),
  grants: z
    .array(z.enum(GRANT_TYPES), { error: 'a list of grant types' })
    .describe('The grant types that it may use.'),
  authentication: z
    .enum(CLIENT_AUTHENTICATION)
    .describe('How it proves who it is; default: by its secret, if it has one.')
    .optional(),
  jwks: keySet.describe('Its public keys, for private_key_jwt and for assertions that it signs.').optional(),
  scope: text().describe('What it may ask for, separated by spaces; default: everything.').optional(),
  idTokenAlgorithm: z
    .enum(CLIENT_ID_TOKEN_ALGORITHMS)
    .describe('How its ID tokens are signed; same: as access tokens are; default RS256.')
    .optional(),
  requireDpop: flag.describe('Whether its tokens must be bound to a key (RFC 9449).').optional(),
  requirePar: flag.describe('Whether its authorization requests must be pushed (RFC 9126).').optional(),
  role: role.describe('The role that its own tokens have (client_credentials).').optional(),
});

const trustedIssuer = z.strictObject({
  issuer: text('an issuer identifier').describe('Compared with `iss`, exactly.'),
  jwks: keySet.describe('The public keys that it signs with.'),
  user: text('a user name')
    .describe('The user that its tokens stand for; default: the one that `sub` names.')
    .optional(),
});

const tokens = z.strictObject({
  algorithm: z.enum(TOKEN_ALGORITHMS).describe('How access tokens are signed; default ES256.').optional(),
  lifetime: duration.describe('How long an access token lasts; default 15m.').optional(),
  idTokenLifetime: duration.describe('How long an ID token lasts; default 15m.').optional(),
  refreshLifetime: duration.describe('How long a refresh token lasts; default 1d.').optional(),
  sessionLifetime: duration.describe('How long a cookie session lasts; default 1h.').optional(),
  csrf: z
    .enum(CSRF_DEMANDS)
    .describe('Who must send a CSRF token with a cookie session; always: programs too; default browsers.')
    .optional(),
});

const length = z.number({ error: 'a number of characters' }).int().min(0);

const field = z.strictObject({
  type: z.enum(['text', 'number', 'boolean']).describe('What it holds; default text.').optional(),
  minLength: length.describe('Fewest characters of a text; default 0.').optional(),
  maxLength: length.describe('Most characters of a text; default 1000.').optional(),
  example: z
    .union([z.string(), z.number(), z.boolean()], { error: 'a text, a number, true or false' })
    .describe('A value for the description of the API.')
    .optional(),
  optional: z.boolean({ error: 'true or false' }).describe('Whether it may be left out.').optional(),
});

const item = z.record(z.string(), z.unknown(), { error: 'keys and values' });

const resource = z.strictObject({
  type: text()
    .regex(/^[A-Za-z][A-Za-z0-9]*$/, { error: 'a word of letters and digits' })
    .describe('What one of them is called; default: the name without its s, with a capital.')
    .optional(),
  fields: z
    .record(z.string().regex(/^\w+$/), field)
    .describe('What a caller may write; the id and the owner are set by the server.'),
  owner: text()
    .regex(/^\w+$/, { error: 'the name of a member' })
    .describe('The member that holds the id of the user whose object it is.')
    .optional(),
  items: z
    .array(item, { error: 'a list of objects' })
    .describe('The objects there are at the start; an owner may be given by user name.')
    .optional(),
  file: text('a file').describe('A JSON or YAML file with the list of objects, beside this file.').optional(),
});

const own = z.literal('own').describe('own: only on objects that the caller owns.').optional();

const grant = z.union(
  [
    role,
    z.strictObject({ role: role.describe('The role that may.'), when: own }),
    z.strictObject({
      permission: text('the name of a permission').describe('Every role with this permission may.'),
      when: own,
    }),
  ],
  { error: 'the name of a role, { role: NAME, when: own } or { permission: NAME }' },
);

const route = z.strictObject({
  allow: z
    .union([z.literal('any'), z.array(grant)], { error: 'a list of roles, such as [reader, admin], or any' })
    .describe('Who may; who is not named may not. any: everybody, without credentials too.'),
  summary: text().describe('One line for the description of the API.').optional(),
  resource: text('the name of a resource')
    .describe('What it is about; default: the last word of the path.')
    .optional(),
  action: z
    .enum(['list', 'read', 'create', 'replace', 'update', 'delete'])
    .describe('What it does; default: what method and path say.')
    .optional(),
  status: z
    .number({ error: 'a status from 200 to 599' })
    .int({ error: 'a status from 200 to 599' })
    .min(200, { error: 'a status from 200 to 599' })
    .max(599, { error: 'a status from 200 to 599' })
    .describe('For a route that always answers the same: its status; default 200.')
    .optional(),
  body: z.unknown().describe('For a route that always answers the same: its content.').optional(),
});

/** `authctl-server.yaml` as it is written. Descriptions go into the published JSON Schema. */
export const serverConfigSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format: 1.'),
    roles: z
      .record(
        z.string(),
        z
          .array(text('the name of a permission'), { error: 'a list of permissions' })
          .describe('Its permissions.'),
      )
      .describe('Every role with its permissions, from least to most privileged.')
      .optional(),
    users: z.record(z.string(), user).describe('Who can log in, by user name.').optional(),
    clients: z.record(z.string(), client).describe('OAuth clients, by client_id.').optional(),
    tokens: tokens.describe('How tokens are signed and how long they last.').optional(),
    audiences: z
      .array(text('the identifier of an API'), { error: 'a list of identifiers' })
      .describe('Other APIs that tokens can be asked for (RFC 8707).')
      .optional(),
    trustedIssuers: z
      .array(trustedIssuer, { error: 'a list of issuers' })
      .describe('Issuers whose JWTs are taken in exchange for tokens (RFC 8693, RFC 7523).')
      .optional(),
    resources: z
      .record(z.string().regex(/^\w+$/), resource)
      .describe('Kinds of objects of the API, by name. `users` is there by itself.')
      .optional(),
    routes: z.record(z.string().regex(ROUTE_KEY), route).describe('The API, by `METHOD /path`.').optional(),
    faults: z
      .array(text('a fault, such as status:503,times=2'), { error: 'a list of faults' })
      .describe('What goes wrong from the start on; `authctl serve --fault list` has the names.')
      .optional(),
    weaknesses: z
      .union([z.literal('all'), z.array(text('the id of a weakness'))], {
        error: 'all, or a list of weaknesses',
      })
      .describe('What is wrong on purpose; `authctl serve --weak list` has the names.')
      .optional(),
  })
  .describe('The configuration of the bundled server: authctl-server.yaml');

export type ServerFile = z.infer<typeof serverConfigSchema>;
export type UserFile = z.infer<typeof user>;
export type ClientFile = z.infer<typeof client>;
export type ResourceFile = z.infer<typeof resource>;
export type FieldFile = z.infer<typeof field>;
export type RouteFile = z.infer<typeof route>;
