import type { Configuration } from 'openid-client';
import type { Http } from '../../ports/http.js';
import type { OAuthClient } from '../../session/session.js';
import { clientAuth } from './client-authentication.js';
import type { OAuthLibrary } from './exchange.js';
import { fetchOverHttp } from './fetch-over-http.js';

/** What it takes to speak for a client that a session was granted to. */
export interface StoredClientPorts {
  readonly http: Http;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** The private key of a client that signs assertions. */
  readFile(path: string): Promise<string>;
}

/**
 * An ID token may come along with what is asked for. It tells nothing that is acted on, and comes from the issuer
 * itself.
 */
const SIGNED_BY = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/**
 * The client of a stored session, ready to send requests. Whether its endpoints may be plain HTTP was decided at the
 * login.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`, `KEY_UNUSABLE` for the key that it signs assertions with.
 */
export async function storedClient(
  library: OAuthLibrary,
  { issuer, tokenEndpoint, revocationEndpoint, clientId, authentication }: OAuthClient,
  ports: StoredClientPorts,
  timeoutMs: number,
): Promise<Configuration> {
  const keyText = 'keyFile' in authentication ? await ports.readFile(authentication.keyFile) : undefined;
  const config = new library.Configuration(
    {
      issuer,
      token_endpoint: tokenEndpoint,
      ...(revocationEndpoint === undefined ? {} : { revocation_endpoint: revocationEndpoint }),
      id_token_signing_alg_values_supported: SIGNED_BY,
    },
    clientId,
    { [library.clockSkew]: ports.now() - Math.floor(Date.now() / 1000) },
    await clientAuth(library, authentication, keyText),
  );
  config[library.customFetch] = fetchOverHttp(ports.http, { timeoutMs, insecureHttp: true });
  library.allowInsecureRequests(config);
  return config;
}
