import type { KeyObject } from 'node:crypto';
import { cve, rfc } from '../../lint/source.js';
import { wellKnownSecrets } from '../../well-known-secrets.js';
import { encode, headerWith } from '../compose.js';
import type { Attempt, JwsMutation } from '../mutation.js';
import type { OriginalJws } from '../original.js';
import { forgeSignature } from '../signer.js';

const HMAC = ['HS256', 'HS384', 'HS512'] as const;

const SOURCES = [rfc(8725, '2.1'), cve('CVE-2015-9235'), cve('CVE-2016-5431')] as const;

/** The token under HMAC with any bytes for a secret. */
function underHmac(original: OriginalJws, alg: string, secret: string | Uint8Array): string {
  const input = `${encode(headerWith(original, { alg }))}.${original.payloadPart}`;
  return `${input}.${forgeSignature(alg, secret, input)}`;
}

/** With each of the three sizes of HMAC. */
const underEachHmac = (
  original: OriginalJws,
  name: string,
  secret: string | Uint8Array,
): readonly Attempt[] =>
  HMAC.map((alg) => ({
    variant: name === '' ? alg : `${name}.${alg}`,
    token: underHmac(original, alg, secret),
    expected: 'refuse',
  }));

/** PEM as files, editors and environment variables have it. */
const pemForms = (name: string, pem: string): readonly (readonly [string, string])[] => [
  [name, pem],
  [`${name}-bare`, pem.trimEnd()],
  [`${name}-crlf`, pem.replaceAll('\n', '\r\n')],
];

type Secret = readonly [name: string, bytes: string | Uint8Array];

/** Every text and byte string that a server may hold a public key as. */
function formsOf(key: KeyObject): readonly Secret[] {
  const jwk = key.export({ format: 'jwk' });
  const spki: readonly Secret[] = [
    ...pemForms('spki', String(key.export({ format: 'pem', type: 'spki' }))),
    ['spki-der', key.export({ format: 'der', type: 'spki' })],
  ];
  const jwkForms: readonly Secret[] = [['jwk', JSON.stringify(jwk)]];
  if (key.asymmetricKeyType !== 'rsa') {
    const point = [jwk.x, jwk.y].flatMap((part) =>
      part === undefined ? [] : [Buffer.from(part, 'base64url')],
    );
    return [...spki, ...jwkForms, ['point', Buffer.concat(point)]];
  }
  return [
    ...spki,
    ...pemForms('pkcs1', String(key.export({ format: 'pem', type: 'pkcs1' }))),
    ['pkcs1-der', key.export({ format: 'der', type: 'pkcs1' })],
    ...jwkForms,
    ['n', Buffer.from(jwk.n ?? '', 'base64url')],
  ];
}

const asymmetricToHmac: JwsMutation = {
  id: 'confusion.rs-hs',
  title: 'HMAC with the public RSA key for a secret, in every form that it may be held in',
  of: 'jws',
  class: 'safe',
  needs: ['rsa-public-key', 'certificate'],
  sources: SOURCES,
  tests: 'the server lets the token choose the algorithm, and so takes its public key for a shared secret',
  make(original, { publicKey, certificate }) {
    if (publicKey?.asymmetricKeyType !== 'rsa') return [{ variant: '', missing: 'rsa-public-key' }];
    const held = formsOf(publicKey).flatMap(([name, secret]) => underEachHmac(original, name, secret));
    if (certificate === undefined) return [...held, { variant: 'x509', missing: 'certificate' }];
    const pem = `${certificate.replaceAll('\r', '').trimEnd()}\n`;
    return [...held, ...pemForms('x509', pem).flatMap(([name, text]) => underEachHmac(original, name, text))];
  },
};

const ellipticToHmac: JwsMutation = {
  id: 'confusion.es-hs',
  title: 'HMAC with the public EC or Ed25519 key for a secret, in every form that it may be held in',
  of: 'jws',
  class: 'safe',
  needs: ['ec-public-key'],
  sources: [...SOURCES, cve('CVE-2022-29217')],
  tests: 'the server lets the token choose the algorithm, and so takes its public key for a shared secret',
  make(original, { publicKey }) {
    const kind = publicKey?.asymmetricKeyType;
    if (!publicKey || (kind !== 'ec' && kind !== 'ed25519'))
      return [{ variant: '', missing: 'ec-public-key' }];
    return formsOf(publicKey).flatMap(([name, secret]) => underEachHmac(original, name, secret));
  },
};

const blank: JwsMutation = {
  id: 'hmac.blank',
  title: 'HMAC with an empty secret',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(7518, '3.2'), rfc(8725, '3.5'), cve('CVE-2019-20933')],
  tests: 'the server goes on with an empty secret where none is configured or no key is found',
  make: (original) => underEachHmac(original, '', ''),
};

const common: JwsMutation = {
  id: 'hmac.common',
  title: 'HMAC with each secret that documentation, examples and defaults have made known',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(8725, '2.2'), rfc(8725, '3.5')],
  tests: 'the server was set up with a secret out of an example',
  make(original) {
    const alg = HMAC.find((name) => name === original.algorithm) ?? 'HS256';
    return wellKnownSecrets.map((word) => ({
      variant: encodeURIComponent(word),
      token: underHmac(original, alg, word),
      expected: 'refuse',
    }));
  },
};

/** Signatures made with a secret that is none. */
export const keyConfusion: readonly JwsMutation[] = [asymmetricToHmac, ellipticToHmac, blank, common];
