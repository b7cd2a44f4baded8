import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Http, HttpOutcome, HttpRequest } from '../../src/ports/http.js';
import { answer } from '../unit/login/answers.js';

export const ISSUER = 'https://id.example.com';

/** 2026-01-01T00:00:00Z */
export const NOW = 1_767_225_600;

const keys = await generateKeyPair('ES256');
const otherKeys = await generateKeyPair('ES256');
const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256' };

/** What an issuer of a test answers; everything has a usual answer. */
export interface Script {
  /** Added to the metadata. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** By path; whatever it returns undefined for is answered as usual. */
  readonly answer?: (request: HttpRequest, path: string) => HttpOutcome | Promise<HttpOutcome> | undefined;
}

export interface ScriptedIssuer extends Http {
  readonly requests: readonly HttpRequest[];
  /** The forms that were sent to a path, in order. */
  sentTo(path: string): readonly Readonly<Record<string, string>>[];
}

/** An issuer without a socket. */
export function scriptedIssuer({
  metadata = {},
  answer: scripted = () => undefined,
}: Script = {}): ScriptedIssuer {
  const requests: HttpRequest[] = [];
  return {
    requests,
    sentTo: (path) =>
      requests
        .filter(({ url }) => new URL(url).pathname === path)
        .map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
    async send(request) {
      requests.push(request);
      const path = new URL(request.url).pathname;
      return (await scripted(request, path)) ?? usual(path, metadata);
    },
  };
}

function usual(path: string, metadata: Readonly<Record<string, unknown>>): HttpOutcome {
  if (path === '/.well-known/openid-configuration') {
    return answer(200, {
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize`,
      token_endpoint: `${ISSUER}/token`,
      device_authorization_endpoint: `${ISSUER}/device`,
      jwks_uri: `${ISSUER}/jwks`,
      scopes_supported: ['openid', 'profile'],
      grant_types_supported: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
      authorization_response_iss_parameter_supported: true,
      id_token_signing_alg_values_supported: ['ES256'],
      ...metadata,
    });
  }
  if (path === '/jwks') return answer(200, { keys: [jwk] });
  if (path === '/token') return answer(200, { access_token: 'opaque-access-token', token_type: 'Bearer' });
  return answer(404, {});
}

/** An ID token of the scripted issuer, valid at `NOW`. */
export function idToken(claims: JWTPayload = {}, forged = false): Promise<string> {
  return new SignJWT({
    iss: ISSUER,
    aud: 'cli',
    sub: 'u-1',
    preferred_username: 'agus',
    iat: NOW,
    exp: NOW + 300,
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .sign(forged ? otherKeys.privateKey : keys.privateKey);
}
