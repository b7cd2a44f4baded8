import { decodeProtectedHeader, exportSPKI } from 'jose';
import { alsoTaking } from './also-taking.js';
import { probedWith } from './find-by-forgery.js';
import { withSecret } from './unsigned.js';
import type { Weakness } from './weakness.js';

/** A PEM file ends with a line end. */
const asFile = (pem: string): string => `${pem.trimEnd()}\n`;

export const hs256PublicKey: Weakness = {
  id: 'hs256-public-key',
  title: 'HS256 with the public key',
  cwe: 347,
  owasp: 'API2:2023',
  summary:
    'the public key is taken for the secret of an HMAC where a token says alg: HS256, and everybody has the public key',
  routes: () => ['GET /me'],
  find: probedWith('confusion.es-hs:spki.HS256 --jwks jwks.json'),
  apply: (policy) =>
    alsoTaking(policy, async (token, keys, rules) => {
      const { publicKey } = keys.find(decodeProtectedHeader(token).kid) ?? keys.current;
      return withSecret(token, await exportSPKI(publicKey).then(asFile), rules);
    }),
};
