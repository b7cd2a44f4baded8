import { createHmac, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { attackerJwk } from '../../src/token/forge/attacker.js';
import type { OriginalJws } from '../../src/token/forge/original.js';
import type { Issuer } from './forge-materials.js';

/**
 * Says in words what a forged token is, part by part: `=` for a part that is the original's, else its text, and who
 * made the signature. That is found out here with node:crypto alone, by trying every key there is.
 */
export function describeForged(token: string, original: OriginalJws, issuer: Issuer): readonly string[] {
  if (token.startsWith('{')) return [token];
  const [header = '', payload = '', signature, ...rest] = token.split('.');
  return [
    header === original.headerPart ? '=' : shown(header),
    payload === original.payloadPart ? '=' : shown(payload),
    signature === undefined ? 'no third part' : signatureIn(token, signature, original, issuer),
    ...rest.map((part) => `then ${JSON.stringify(part)}`),
  ];
}

/** The text in a part, with what cannot be seen escaped; base64url where it is no text. */
function shown(part: string): string {
  const bytes = Buffer.from(part, 'base64url');
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) return `base64url ${part}`;
  return text.replace(/[^\x20-\x7e]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`);
}

function signatureIn(token: string, signature: string, original: OriginalJws, issuer: Issuer): string {
  if (signature === '') return 'empty';
  if (signature === original.signaturePart) return '=';
  const input = token.split('.').slice(0, 2).join('.');
  if (/[^A-Za-z0-9_-]/.test(signature)) return signature;
  return secretOf(input, signature, issuer) ?? signerOf(input, signature, issuer) ?? signature;
}

const HMACS = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

/** `HS256 with ""` */
function secretOf(input: string, signature: string, issuer: Issuer): string | undefined {
  const secrets: readonly (readonly [string, string | Buffer | KeyObject])[] = [
    ...['', '1', '2', '2\n', 'undefined', '[object Object]', 'function Object() { [native code] }'].map(
      (text) => [JSON.stringify(text), text] as const,
    ),
    ...publicForms(issuer),
    ...(issuer.verificationKey.type === 'secret'
      ? [["the issuer's secret", issuer.verificationKey] as const]
      : []),
  ];
  for (const [alg, hash] of Object.entries(HMACS)) {
    const found = secrets.find(
      ([, secret]) => createHmac(hash, secret).update(input).digest('base64url') === signature,
    );
    if (found) return `${alg} with ${found[0]}`;
  }
  return undefined;
}

/** What a public key may be taken for: written out once more, so that a wrong form does not agree with itself. */
function publicForms({
  verificationKey: key,
  materials,
}: Issuer): readonly (readonly [string, string | Buffer])[] {
  if (key.type !== 'public') return [];
  const pem = (label: string, der: Buffer): string =>
    `-----BEGIN ${label}-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;
  const endings = (name: string, text: string) =>
    [
      [`${name} PEM`, text],
      [`${name} PEM without its last line end`, text.slice(0, -1)],
      [`${name} PEM with CR LF`, text.split('\n').join('\r\n')],
    ] as const;
  const spki = key.export({ format: 'der', type: 'spki' });
  const { kty, n, e, crv, x, y } = key.export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'rsa') {
    return [
      ...endings('SPKI', pem('PUBLIC KEY', spki)),
      ['SPKI DER', spki],
      ['the JWK', JSON.stringify({ kty, x, y, crv })],
      ['the point', Buffer.concat([Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')])],
    ];
  }
  const pkcs1 = key.export({ format: 'der', type: 'pkcs1' });
  return [
    ...endings('SPKI', pem('PUBLIC KEY', spki)),
    ['SPKI DER', spki],
    ...endings('PKCS #1', pem('RSA PUBLIC KEY', pkcs1)),
    ['PKCS #1 DER', pkcs1],
    ['the JWK', JSON.stringify({ kty, n, e })],
    ['the modulus', Buffer.from(n ?? '', 'base64url')],
    ...endings('X.509', materials.certificate ?? ''),
  ];
}

/** `RS256 by the issuer` */
function signerOf(input: string, signature: string, { verificationKey }: Issuer): string | undefined {
  const keys: readonly (readonly [string, KeyObject])[] = [
    ...(verificationKey.type === 'public' ? [['by the issuer', verificationKey] as const] : []),
    ...(['rsa', 'ec', 'ed25519'] as const).map(
      (kind) => ['by the attacker', createPublicKey({ key: attackerJwk(kind), format: 'jwk' })] as const,
    ),
  ];
  const bytes = Buffer.from(signature, 'base64url');
  const found = keys.find(([, key]) => {
    const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
    return verify(hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }, bytes);
  });
  return found && `${ALGORITHMS[found[1].asymmetricKeyType ?? '']} ${found[0]}`;
}

const ALGORITHMS: Readonly<Record<string, string>> = { rsa: 'RS256', ec: 'ES256', ed25519: 'EdDSA' };
