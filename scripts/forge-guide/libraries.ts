import type { KeyObject } from 'node:crypto';
import { createVerifier } from 'fast-jwt';
import jsonwebtoken from 'jsonwebtoken';
import { NOW } from '../../test/support/bundled-server.js';
import { AUDIENCE, ISSUER, type Issuer } from '../../test/support/forge-materials.js';

/** Another library with sound settings: what it answers to a token. */
export interface Library {
  readonly name: string;
  /** Whether it takes the token; whatever it throws is a refusal. */
  readonly accepts: (token: string, issuer: Issuer) => boolean;
}

const pemOf = (key: KeyObject): string | Buffer =>
  key.type === 'secret' ? key.export() : String(key.export({ format: 'pem', type: 'spki' }));

function accepted(verify: () => unknown): boolean {
  try {
    verify();
    return true;
  } catch {
    return false;
  }
}

/** One algorithm, the issuer and the audience by name, the clock of the tests: all that each of them offers. */
export const libraries: readonly Library[] = [
  {
    name: 'jsonwebtoken',
    accepts: (token, { name, verificationKey }) =>
      accepted(() =>
        jsonwebtoken.verify(token, verificationKey, {
          algorithms: [name],
          issuer: ISSUER,
          audience: AUDIENCE,
          clockTimestamp: NOW,
        }),
      ),
  },
  {
    name: 'fast-jwt',
    accepts: (token, { name, verificationKey }) =>
      accepted(() =>
        createVerifier({
          key: pemOf(verificationKey),
          algorithms: [name],
          allowedIss: ISSUER,
          allowedAud: AUDIENCE,
          requiredClaims: ['exp', 'sub', 'iss', 'aud'],
          clockTimestamp: NOW * 1000,
          cache: false,
        })(token),
      ),
  },
];
