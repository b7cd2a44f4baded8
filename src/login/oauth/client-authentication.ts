import { webcrypto } from 'node:crypto';
import type { ClientAuth, ServerMetadata } from 'openid-client';
import { AuthctlError } from '../../errors.js';
import type { ClientAuthentication } from '../../session/session.js';
import { readSigningKeys } from '../../token/keys/read-signing-keys.js';
import { chooseAlgorithm, type SigningKey } from '../../token/keys/signing-key.js';
import type { OAuthLibrary } from './exchange.js';
import type { RequestedClient } from './oauth-login-request.js';

type KnownClient = Extract<RequestedClient, { kind: 'known' }>;

/**
 * How a client proves who it is: as it was asked to, else with what there is of it, in the way that the server takes;
 * `client_secret_basic` where the server says nothing.
 *
 * @throws {AuthctlError} `USAGE` where what the method takes is missing.
 * @see RFC 6749 section 2.3.1, RFC 8414 section 2 (`token_endpoint_auth_methods_supported`)
 */
export function authenticationOf(client: KnownClient, server: ServerMetadata): ClientAuthentication {
  const method = client.method ?? fitting(client, server.token_endpoint_auth_methods_supported);
  switch (method) {
    case 'none':
    case 'tls_client_auth':
      return { method };
    case 'private_key_jwt':
      if (client.key) return { method, keyFile: client.key.file };
      throw missing(method, 'the private key of the client', 'name its file with --client-jwt-key');
    default:
      if (client.secret !== undefined) return { method, secret: client.secret };
      throw missing(
        method,
        'the secret of the client',
        'pipe it in with --client-secret-stdin, or set AUTHCTL_CLIENT_SECRET',
      );
  }
}

function fitting(
  { secret, key }: KnownClient,
  supported: readonly string[] = ['client_secret_basic'],
): ClientAuthentication['method'] {
  if (key) return 'private_key_jwt';
  if (secret === undefined) return 'none';
  const onlyPost = supported.includes('client_secret_post') && !supported.includes('client_secret_basic');
  return onlyPost ? 'client_secret_post' : 'client_secret_basic';
}

const missing = (method: string, what: string, hint: string): AuthctlError =>
  new AuthctlError('USAGE', `${method} takes ${what}, and there is none`, { hint });

/** The same for the library. @throws {AuthctlError} `KEY_UNUSABLE` */
export async function clientAuth(
  library: OAuthLibrary,
  authentication: ClientAuthentication,
  keyText: string | undefined,
): Promise<ClientAuth> {
  switch (authentication.method) {
    case 'none':
      return library.None();
    case 'tls_client_auth':
      return library.TlsClientAuth();
    case 'client_secret_basic':
      return clientSecretBasic(authentication.secret);
    case 'client_secret_post':
      return library.ClientSecretPost(authentication.secret);
    case 'private_key_jwt':
      return library.PrivateKeyJwt(await assertionKey(keyText ?? '', authentication.keyFile));
  }
}

/**
 * Name and secret in `Authorization`, encoded as a form is (RFC 6749 section 2.3.1). Only that is encoded which decoding
 * would change: there are servers that decode nothing.
 */
const clientSecretBasic =
  (secret: string): ClientAuth =>
  (_server, { client_id: id }, _body, headers) => {
    const pair = `${formEncoded(id).replaceAll(':', '%3A')}:${formEncoded(secret)}`;
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
  };

const formEncoded = (text: string): string =>
  text.replace(/%|\+|[^\x20-\x7e]+/g, encodeURIComponent).replaceAll(' ', '+');

async function assertionKey(text: string, file: string) {
  const [signing] = readSigningKeys(text, file);
  if (signing === undefined || signing.key.type === 'secret') {
    throw new AuthctlError('KEY_UNUSABLE', `${file} holds no private key`, {
      hint: 'name the private key whose public half the server knows',
    });
  }
  const key = await cryptoKey(signing);
  return signing.kid === undefined ? key : { key, kid: signing.kid };
}

function cryptoKey(signing: SigningKey): Promise<webcrypto.CryptoKey> {
  const alg = chooseAlgorithm(signing, undefined);
  const jwk = signing.key.export({ format: 'jwk' }) as webcrypto.JsonWebKey;
  return webcrypto.subtle.importKey('jwk', jwk, importParameters(alg, signing.description), false, ['sign']);
}

function importParameters(alg: string, description: string) {
  const hash = `SHA-${alg.slice(2)}`;
  if (alg.startsWith('RS')) return { name: 'RSASSA-PKCS1-v1_5', hash };
  if (alg.startsWith('PS')) return { name: 'RSA-PSS', hash };
  if (alg === 'Ed25519') return { name: 'Ed25519' };
  const namedCurve = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }[alg];
  if (namedCurve !== undefined) return { name: 'ECDSA', namedCurve };
  throw new AuthctlError(
    'KEY_UNUSABLE',
    `a key of this kind (${description}) signs no client assertions here`,
    {
      hint: 'take an RSA key, an EC key on P-256, P-384 or P-521, or an Ed25519 key',
    },
  );
}
