import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { demoSettings } from '../../src/server/demo-settings.js';
import type { RequestEvent } from '../../src/server/event.js';
import type { ClientSettings, ServerSettings } from '../../src/server/settings.js';
import { type RunningServer, startServer } from '../../src/server/start.js';
import { Browser } from './browser.js';

/** RFC 7636 appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

export const CALLBACK = 'http://127.0.0.1:49152/callback';
export const WEB_CALLBACK = 'https://app.example/callback';
export const OTHER_API = 'https://api.example/';
export const CI_ISSUER = 'https://ci.example';

type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at member by member
  readonly body: any;
}

export const SERVICE = { id: 'demo-service', secret: 'demo-service-secret' } as const;
export const WEB = { id: 'web', secret: 'web-secret-of-a-test' } as const;
export const STRICT = { id: 'strict', secret: 'strict-secret-of-a-test' } as const;

const clients = (jwks: { readonly keys: readonly object[] }): readonly ClientSettings[] => [
  ...demoSettings.clients,
  {
    ...WEB,
    redirectUris: [WEB_CALLBACK, `${WEB_CALLBACK}/two`],
    logoutUris: ['https://app.example/bye'],
    grants: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:token-exchange'],
  },
  {
    ...STRICT,
    redirectUris: [WEB_CALLBACK],
    grants: ['authorization_code', 'client_credentials'],
    scope: 'openid articles:read',
    requireDpop: true,
    requirePar: true,
  },
  {
    id: 'signer',
    redirectUris: [],
    grants: ['client_credentials', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
    authentication: 'private_key_jwt',
    jwks,
  },
];

/** A key pair, and the tokens that it signs. */
export class Signer {
  readonly #pair = generateKeyPair('ES256', { extractable: true });

  async jwk() {
    return { ...(await exportJWK((await this.#pair).publicKey)), alg: 'ES256' };
  }

  async sign(claims: object, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    const jwt = new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', ...header });
    return jwt.sign((await this.#pair).privateKey);
  }

  /** RFC 9449 section 4.2. */
  async proof(method: string, url: string, claims: object = {}, header: object = {}): Promise<string> {
    const { alg: _, ...jwk } = await this.jwk();
    const payload = { htm: method, htu: url, iat: seconds(), jti: randomUUID(), ...claims };
    return this.sign(payload, { typ: 'dpop+jwt', jwk, ...header });
  }
}

export const seconds = (): number => Math.floor(Date.now() / 1000);
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** A bundled server in this process with clients of every kind, and what it takes to talk to it. */
export class TestIssuer {
  readonly server: RunningServer;
  readonly events: RequestEvent[];
  readonly client: Signer;
  readonly ci: Signer;
  readonly device: Signer;

  private constructor(
    server: RunningServer,
    events: RequestEvent[],
    signers: readonly [Signer, Signer, Signer],
  ) {
    this.server = server;
    this.events = events;
    [this.client, this.ci, this.device] = signers;
  }

  /** @param now - its clock; default: the system's. */
  static async start(changes: Partial<ServerSettings> = {}, now?: () => number): Promise<TestIssuer> {
    const signers = [new Signer(), new Signer(), new Signer()] as const;
    const [clientKeys, ciKeys] = await Promise.all(
      signers.slice(0, 2).map(async (signer) => ({ keys: [await signer.jwk()] })),
    );
    const events: RequestEvent[] = [];
    const settings: ServerSettings = {
      ...demoSettings,
      clients: clients(clientKeys ?? { keys: [] }),
      audiences: [OTHER_API],
      trustedIssuers: [{ issuer: CI_ISSUER, jwks: ciKeys ?? { keys: [] }, user: 'william' }],
      ...changes,
    };
    const server = await startServer({
      settings,
      onRequest: (event) => events.push(event),
      ...(now && { now }),
    });
    return new TestIssuer(server, events, signers);
  }

  get url(): string {
    return this.server.issuer;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  async send(method: string, path: string, init: RequestInit = {}): Promise<Reply> {
    const answer = await fetch(`${this.url}${path}`, { method, redirect: 'manual', ...init });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.send('GET', path, { headers });
  }

  /** Posts a form, by a client with its secret, or by one that names itself in it. */
  post(
    path: string,
    params: Params,
    client?: { readonly id: string; readonly secret: string },
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    const basic = client && { authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` };
    return this.send('POST', path, { body: formOf(params), headers: { ...basic, ...headers } });
  }

  token(
    params: Params,
    client?: { readonly id: string; readonly secret: string },
    headers = {},
  ): Promise<Reply> {
    return this.post('/oauth/token', params, client, headers);
  }

  /** A request of the public client, which `changes` may spoil. */
  authorizationParams(changes: Params = {}): Params {
    return {
      client_id: 'authctl',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid articles:read',
      state: 'a-state',
      login_hint: 'agus',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      ...changes,
    };
  }

  /** What the browser is sent back with, or the page that it stays on. */
  async authorize(
    changes: Params = {},
    browser = new Browser(),
  ): Promise<Record<string, string> & { page?: never }> {
    const query = formOf(this.authorizationParams(changes));
    const end = await browser.follow(`${this.url}/oauth/authorize?${query}`);
    if (end.startsWith(this.url)) return { page: `${browser.status}` } as never;
    const { searchParams, hash } = new URL(end);
    return Object.fromEntries([...searchParams, ...new URLSearchParams(hash.slice(1))]) as never;
  }

  async code(changes: Params = {}): Promise<string> {
    const { code } = await this.authorize(changes);
    if (code === undefined) throw new Error('no code was issued');
    return code;
  }

  exchange(
    code: string,
    changes: Params = {},
    client?: { readonly id: string; readonly secret: string },
  ): Promise<Reply> {
    return this.token(
      {
        grant_type: 'authorization_code',
        code,
        redirect_uri: CALLBACK,
        code_verifier: VERIFIER,
        ...(client ? {} : { client_id: 'authctl' }),
        ...changes,
      },
      client,
    );
  }

  /** Tokens of the public client for agus. */
  async login(changes: Params = {}): Promise<Readonly<Record<string, string>>> {
    return (await this.exchange(await this.code(changes))).body;
  }

  /** An access token of the confidential client's own. */
  async service(params: Params = {}): Promise<string> {
    const { body } = await this.token({ grant_type: 'client_credentials', ...params }, SERVICE);
    return body.access_token;
  }

  me(accessToken: string): Promise<Reply> {
    return this.get('/me', { authorization: `Bearer ${accessToken}` });
  }
}

function formOf(params: Params): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of value === undefined ? [] : [value].flat()) form.append(name, one);
  }
  return form;
}

/** What an OAuth error answer says. */
export const failure = ({ status, body }: Reply): readonly [number, string] => [status, body.error];
