import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ClientMetadata } from 'oidc-provider';
import { quietly } from './quietly.js';
import { tlsMaterial } from './tls-material.js';

/** An OpenID provider that nobody here wrote, behind two TLS servers; the second lets nobody in without a certificate. */
export interface MutualTlsIssuer {
  readonly issuer: string;
  /** Where tokens are to be had: the second server (RFC 8705 section 5). */
  readonly alias: string;
  /** Each request to the second server: its path, and whose certificate it came with. */
  readonly shown: readonly string[];
  /** In PEM; the client is known by its certificate. */
  readonly files: Readonly<Record<'ca.pem' | 'client.pem' | 'client-key.pem', string>>;
  close(): Promise<void>;
}

export const MTLS_CLIENT = 'certified-service';

const client: ClientMetadata = {
  client_id: MTLS_CLIENT,
  token_endpoint_auth_method: 'tls_client_auth',
  tls_client_auth_subject_dn: 'CN=agus',
  id_token_signed_response_alg: 'ES256',
  tls_client_certificate_bound_access_tokens: true,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
};

const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

export async function startMutualTlsIssuer(): Promise<MutualTlsIssuer> {
  const tls = tlsMaterial();
  const shown: string[] = [];
  let handle: Parameters<typeof createServer>[1];
  const listening = async (options: ServerOptions) => {
    const server = createServer({ ...tls.server, ...options }, (request, response) => {
      const { subject } = (request.socket as TLSSocket).getPeerCertificate();
      if (options.requestCert) shown.push(`${request.url} ${String(subject.CN)}`);
      handle?.(request, response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return { server, at: `https://localhost:${(server.address() as AddressInfo).port}` };
  };
  const open = await listening({});
  const demanding = await listening({ ca: tls.authority, requestCert: true, rejectUnauthorized: true });
  const engine = await quietly(async () => {
    const { default: Provider } = await import('oidc-provider');
    return new Provider(open.at, {
      clients: [client],
      jwks: { keys: [{ ...signing.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] as never },
      ttl: { ClientCredentials: 600 },
      clientAuthMethods: ['tls_client_auth'],
      discovery: {
        mtls_endpoint_aliases: {
          token_endpoint: `${demanding.at}/token`,
          revocation_endpoint: `${demanding.at}/token/revocation`,
        },
      },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        revocation: { enabled: true, allowedPolicy: async () => true },
        mTLS: {
          enabled: true,
          tlsClientAuth: true,
          certificateBoundAccessTokens: true,
          getCertificate: (ctx) => {
            const { raw } = (ctx.req.socket as TLSSocket).getPeerCertificate();
            return raw && new X509Certificate(raw);
          },
          certificateAuthorized: (ctx) => (ctx.req.socket as TLSSocket).authorized,
          certificateSubjectMatches: (ctx, property, expected) =>
            property === 'tls_client_auth_subject_dn' &&
            `CN=${String((ctx.req.socket as TLSSocket).getPeerCertificate().subject.CN)}` === expected,
        },
      },
    });
  });
  handle = (request, response) => void engine.callback()(request, response);
  return {
    issuer: open.at,
    alias: demanding.at,
    shown,
    files: { 'ca.pem': tls.authority, 'client.pem': tls.client.cert, 'client-key.pem': tls.client.key },
    close: async () => {
      for (const { server } of [open, demanding]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}
