import { type JsonObject, memberOf } from '../json.js';
import { ATTACKER_ALGORITHMS, type AttackerKind, attackerCertificates, attackerJwk } from './attacker.js';

/** Where the attacker's keys are, and where the certificate is. */
export const KEY_SET_PATH = '/jwks.json';
export const CERTIFICATE_PATH = '/certificate.pem';

/**
 * The attacker's public keys, under the id that a token names, so that a server which looks for that id finds them.
 *
 * @see RFC 7517 section 5
 */
export function attackerKeySet(header: JsonObject): string {
  const kid = memberOf(header, 'kid');
  const named = typeof kid === 'string' ? { kid } : {};
  const kinds = Object.entries(ATTACKER_ALGORITHMS) as [AttackerKind, string][];
  return JSON.stringify({
    keys: kinds.map(([kind, alg]) => ({ ...attackerJwk(kind), ...named, alg, use: 'sig' })),
  });
}

/** The certificate of the attacker's RSA key. @see RFC 7515 section 4.1.5 (`x5u` leads to PEM) */
export const attackerPem = (): string => {
  const lines = attackerCertificates.selfSigned.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};
