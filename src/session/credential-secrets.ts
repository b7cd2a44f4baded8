import type { Credential } from './session.js';

/** Everything in a credential that would let somebody in who reads it. */
export function credentialSecrets(credential: Credential): readonly string[] {
  switch (credential.kind) {
    case 'cookie':
      return credential.cookies.map(({ value }) => value);
    case 'header':
      // Of HTTP Basic also what stands behind the scheme, wherever it is written.
      return [credential.value, credential.value.replace(/^\S+ /, '')];
    case 'bearer': {
      const { accessToken, idToken, refreshToken, dpopKey } = credential;
      return [accessToken, idToken, refreshToken, dpopKey?.d].filter((secret) => secret !== undefined);
    }
  }
}
