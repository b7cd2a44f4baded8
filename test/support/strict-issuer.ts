import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdapterPayload, ClientMetadata, Configuration, default as OidcProvider } from 'oidc-provider';
import { quietly } from './quietly.js';

/** An OpenID provider that nobody here wrote, in its strictest settings, on a free port of this machine. */
export interface StrictIssuer {
  readonly issuer: string;
  /** Why it refused something, in order: it does not tell clients. */
  readonly refusals: readonly string[];
  /** Paths that were asked, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export const RESOURCE = 'https://api.example.com/';
export const SECRETS = {
  client: 'strict-client-secret-1f8c',
  password: 'agus-demo',
  registration: 'strict-registration-token-77',
  subjectToken: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJyZXBvOmFndXMvZGVtbyJ9.c3RyaWN0LXN1YmplY3QtdG9rZW4',
} as const;

/** The key of the client that proves itself with it; its public half is registered. */
const assertionKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const ASSERTION_KEY_PEM = assertionKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const native = {
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/callback', 'http://[::1]/callback'],
  response_types: ['code'],
} as const;
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

const CLIENTS: readonly ClientMetadata[] = [
  { ...native, client_id: 'cli', grant_types: ['authorization_code', 'refresh_token', DEVICE] },
  {
    ...native,
    client_id: 'bound-cli',
    grant_types: ['authorization_code', 'refresh_token', DEVICE],
    dpop_bound_access_tokens: true,
  },
  { ...native, client_id: 'no-device', grant_types: ['authorization_code'] },
  ...(['client_secret_basic', 'client_secret_post'] as const).map((method) => ({
    client_id: method,
    client_secret: SECRETS.client,
    token_endpoint_auth_method: method,
    grant_types: [
      'client_credentials',
      'password',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ],
    redirect_uris: [],
    response_types: [],
  })),
  {
    client_id: 'private_key_jwt',
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: { keys: [{ ...assertionKey.publicKey.export({ format: 'jwk' }), use: 'sig' }] },
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  } as ClientMetadata,
];

/** Users, by what they type; the role is what the access token says. */
const ROLES: Readonly<Record<string, string>> = { agus: 'reader', william: 'editor', sari: 'admin' };

const keys = ['RSA', 'EC'].map((kind) =>
  kind === 'RSA'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
);

/** Keeps everything: the provider's own store forgets beyond a thousand entries. */
class MapAdapter {
  static readonly #entries = new Map<string, AdapterPayload>();
  readonly #model: string;

  constructor(model: string) {
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    MapAdapter.#entries.set(`${this.#model}:${id}`, payload);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return MapAdapter.#entries.get(`${this.#model}:${id}`);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#where('userCode', userCode);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#where('uid', uid);
  }

  #where(member: 'userCode' | 'uid', value: string): AdapterPayload | undefined {
    return [...MapAdapter.#entries]
      .filter(([key]) => key.startsWith(`${this.#model}:`))
      .map(([, payload]) => payload)
      .find((payload) => payload[member] === value);
  }

  async consume(id: string): Promise<void> {
    const entry = MapAdapter.#entries.get(`${this.#model}:${id}`);
    if (entry) entry.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    MapAdapter.#entries.delete(`${this.#model}:${id}`);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, payload] of MapAdapter.#entries) {
      if (payload.grantId === grantId) MapAdapter.#entries.delete(key);
    }
  }
}

/** PKCE and PAR required, a DPoP nonce required, refresh tokens rotated, JWT access tokens for one resource. */
function strictest(port: number): Configuration {
  return {
    adapter: MapAdapter as unknown as NonNullable<Configuration['adapter']>,
    jwks: { keys: keys.map((key) => ({ ...key.export({ format: 'jwk' }), use: 'sig' })) as never },
    cookies: { keys: ['strict'], names: names(port) },
    scopes: ['openid', 'offline_access', 'profile', 'articles:read'],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      ClientCredentials: 600,
      DeviceCode: 600,
      Grant: 3600,
      IdToken: 600,
      Interaction: 600,
      RefreshToken: 3600,
      Session: 3600,
    },
    findAccount: async (_ctx, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, preferred_username: id }),
    }),
    extraTokenClaims: async (_ctx, token) => {
      const account = 'accountId' in token ? token.accountId : undefined;
      return account === undefined ? { role: 'service' } : { role: ROLES[account] ?? 'reader' };
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    renderError: async (ctx, out) => {
      ctx.type = 'html';
      ctx.body = `<h1>${out.error}</h1>`;
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: async (ctx, form) => {
          ctx.body = form;
        },
        userCodeConfirmSource: async (ctx, form) => {
          ctx.body = `${form}<button form="op.deviceConfirmForm">Continue</button>`;
        },
        successSource: async (ctx) => {
          ctx.body = '<h1>Signed in</h1>';
        },
      },
      introspection: { enabled: true },
      revocation: { enabled: true, allowedPolicy: async () => true },
      registration: { enabled: true, initialAccessToken: SECRETS.registration },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => RESOURCE,
        useGrantedResource: async () => true,
        getResourceServerInfo: async (_ctx, resource) => {
          if (resource !== RESOURCE) throw new (await provider()).errors.InvalidTarget();
          return {
            scope: 'articles:read',
            audience: RESOURCE,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 600,
          };
        },
      },
    },
  };
}

const names = (port: number) => ({
  session: `session-${port}`,
  interaction: `interaction-${port}`,
  resume: `resume-${port}`,
});

const provider = () => import('oidc-provider');

export async function startStrictIssuer(): Promise<StrictIssuer> {
  const Provider = await quietly(async () => (await provider()).default);
  const asked: string[] = [];
  const refusals: string[] = [];
  let handle = (_request: IncomingMessage, response: ServerResponse): void => void response.end();
  const server = createServer((request, response) => {
    asked.push((request.url ?? '').split('?')[0] ?? '');
    handle(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const engine = await quietly(async () => new Provider(issuer, strictest(port)));
  addGrants(engine);
  await addClients(engine);
  for (const event of [
    'grant.error',
    'authorization.error',
    'server_error',
    'pushed_authorization_request.error',
  ]) {
    engine.on(event as 'grant.error', (_ctx, error) => {
      refusals.push(
        `${event}: ${error.message}${'error_detail' in error ? ` (${String(error.error_detail)})` : ''}`,
      );
    });
  }
  const callback = engine.callback();
  handle = (request, response) => {
    if (request.url?.startsWith('/interaction/')) void interact(engine, request, response);
    else void callback(request, response);
  };
  return {
    issuer,
    refusals,
    asked,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** Grants that it has not by itself: they check what they are handed, and issue a token for the client. */
function addGrants(engine: OidcProvider): void {
  const grants: readonly {
    readonly type: string;
    readonly parameters: readonly string[];
    readonly accepts: (given: Readonly<Record<string, unknown>>) => boolean;
  }[] = [
    {
      type: 'password',
      parameters: ['username', 'password', 'scope', 'resource'],
      accepts: ({ username, password }) => password === `${String(username)}-demo`,
    },
    {
      type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      parameters: ['subject_token', 'subject_token_type', 'audience', 'scope', 'resource'],
      accepts: ({ subject_token, subject_token_type: type }) =>
        subject_token === SECRETS.subjectToken && type === 'urn:ietf:params:oauth:token-type:jwt',
    },
    {
      type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      parameters: ['assertion', 'scope', 'resource'],
      accepts: ({ assertion }) => assertion === SECRETS.subjectToken,
    },
  ];
  for (const { type, parameters, accepts } of grants) {
    engine.registerGrantType(
      type,
      async (ctx) => {
        const { client, params } = ctx.oidc;
        if (!client || !accepts(params ?? {}))
          throw new (await provider()).errors.InvalidGrant('not accepted');
        const token = new engine.ClientCredentials({ client, scope: 'articles:read' });
        ctx.body = {
          access_token: await token.save(),
          token_type: 'Bearer',
          expires_in: 600,
          scope: 'articles:read',
        };
      },
      [...parameters],
      'resource',
    );
  }
}

/** After the grants, which they may use. */
async function addClients(engine: OidcProvider): Promise<void> {
  for (const client of CLIENTS)
    await new MapAdapter('Client').upsert(client.client_id, client as AdapterPayload);
  await Promise.all(CLIENTS.map(({ client_id }) => engine.Client.find(client_id)));
}

const PAGE = `<!doctype html><title>Sign in</title><h1>Sign in</h1>
<form method="post"><input name="username"><input name="password" type="password">
<button name="decision" value="yes">Sign in</button> <button name="decision" value="no">Cancel</button></form>`;

/** One page that signs in and consents. */
async function interact(
  engine: OidcProvider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const { params, grantId } = await engine.interactionDetails(request, response);
  const accountId = form.get('username') ?? '';
  const denied = form.get('decision') === 'no' || form.get('password') !== `${accountId}-demo`;
  if (denied) {
    await engine.interactionFinished(request, response, {
      error: 'access_denied',
      error_description: 'somebody said no',
    });
    return;
  }
  const known = grantId === undefined ? undefined : await engine.Grant.find(grantId);
  const grant = known ?? new engine.Grant({ accountId, clientId: String(params.client_id) });
  grant.addOIDCScope(String(params.scope ?? ''));
  grant.addResourceScope(RESOURCE, 'articles:read');
  await engine.interactionFinished(request, response, {
    login: { accountId },
    consent: { grantId: await grant.save() },
  });
}
