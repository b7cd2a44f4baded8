import { wellKnownSecrets } from '../../well-known-secrets.js';
import { type HmacSignature, hmacSignatures } from '../hmac-signatures.js';
import { publicKeyTexts } from '../public-key-texts.js';
import type { Match, TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** Looks at every HMAC of a token. */
function judgeHmac(
  subject: TokenSubject,
  judge: (signature: HmacSignature) => string | undefined,
): readonly Match[] {
  return hmacSignatures(subject).flatMap((signature) => {
    const message = judge(signature);
    return message === undefined ? [] : [{ message, at: signature.at }];
  });
}

const asText = (secret: Uint8Array): string => Buffer.from(secret).toString('utf8');

const isBlank = (secret: Uint8Array): boolean =>
  secret.every((byte) => byte === 0) || asText(secret).trim() === '';

export const keyHmacShort: TokenRule = {
  id: 'key.hmac-short',
  title: 'a secret shorter than its hash',
  severity: 'high',
  about: 'token',
  sources: [rfc(7518, '3.2'), rfc(8725, '3.5')],
  advice: 'use a random secret as long as the hash: 32 bytes for HS256, 48 for HS384, 64 for HS512',
  judge: (subject) =>
    judgeHmac(subject, ({ alg, hashBytes, secrets }) => {
      const short = secrets.find((secret) => secret.length < hashBytes && !isBlank(secret));
      return short && `the secret has ${short.length} bytes, and ${alg} needs ${hashBytes}`;
    }),
};

export const keyHmacBlank: TokenRule = {
  id: 'key.hmac-blank',
  title: 'a secret that is nothing',
  severity: 'critical',
  about: 'token',
  sources: [rfc(8725, '3.5'), rfc(7518, '3.2')],
  advice: 'set a random secret, and refuse to start without one: anybody can sign with this',
  judge: (subject) =>
    judgeHmac(subject, ({ secrets, isMadeWith }) => {
      if (secrets.some(isBlank)) return 'the secret is empty, white space or zeros';
      return isMadeWith('') ? 'the signature was made with an empty secret' : undefined;
    }),
};

/** Needs no key: a token that was signed with such a secret shows it. The finding does not say which. */
export const keyHmacWordlist: TokenRule = {
  id: 'key.hmac-wordlist',
  title: 'a secret that everybody tries first',
  severity: 'critical',
  about: 'token',
  sources: [rfc(8725, '2.2'), rfc(8725, '3.5')],
  advice: 'change the secret now to a random one: whoever has one token can make any other',
  judge: (subject) =>
    judgeHmac(subject, ({ secrets, isMadeWith }) => {
      if (secrets.some((secret) => wellKnownSecrets.includes(asText(secret))))
        return 'the secret is a well-known example';
      return wellKnownSecrets.some(isMadeWith)
        ? 'the signature was made with a secret that is a well-known example'
        : undefined;
    }),
};

const PEM = /-----BEGIN [A-Z0-9 ]{1,32}-----/;

/** A verifier that takes a public key for a secret accepts what anybody signs with that key's text. */
export const keyHmacIsPem: TokenRule = {
  id: 'key.hmac-is-pem',
  title: 'a public key in the place of a secret',
  severity: 'critical',
  about: 'token',
  sources: [rfc(8725, '2.1'), rfc(8725, '3.1')],
  advice: 'let the key decide on the algorithm: a public key never verifies an HMAC',
  judge: (subject) =>
    judgeHmac(subject, ({ alg, secrets, isMadeWith }) => {
      if (secrets.some((secret) => PEM.test(asText(secret)))) return `the secret for ${alg} is a key in PEM`;
      return publicKeyTexts(subject.keys).some(isMadeWith)
        ? `the ${alg} signature was made with the text of a public key`
        : undefined;
    }),
};
