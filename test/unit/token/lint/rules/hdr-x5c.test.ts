import { createHash, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import certificates from '../../../../data/certificates/certificates.json' with { type: 'json' };
import { findingsOf, HEADER, tokenOf } from '../tokens.js';

const { ca, leaf, past, future } = certificates;
const certificate = new X509Certificate(Buffer.from(leaf, 'base64'));
const leafKey = certificate.publicKey.export({ format: 'jwk' }) as {
  kty: string;
  crv: string;
  x: string;
  y: string;
};
const otherKey = { ...leafKey, x: 'AA' };
const thumbprint = (algorithm: string) => createHash(algorithm).update(certificate.raw).digest('base64url');

const withChain = (x5c: unknown, header: object = {}) => tokenOf({ ...HEADER, x5c, ...header });
const low = (length: number) =>
  `low hdr.x5c /header/x5c: a chain of ${length} is worth no more than the CA that its reader trusts`;

test.for([
  { title: 'a chain up to a CA', token: withChain([leaf, ca]), findings: [low(2)] },
  { title: 'the certificate alone', token: withChain([leaf]), findings: [low(1)] },
  {
    title: 'what is no certificate',
    token: withChain(['AAAA']),
    findings: ['low hdr.x5c /header/x5c: `x5c` holds no certificate that can be read'],
  },
  {
    title: 'what is no list',
    token: withChain(leaf),
    findings: ['low hdr.x5c /header/x5c: `x5c` holds no certificate that can be read'],
  },
  {
    title: 'a certificate signed by itself',
    token: withChain([ca]),
    findings: [
      'medium hdr.x5c.self-signed /header/x5c: the certificate of the signing key is signed by itself',
      low(1),
    ],
  },
  {
    title: 'an old certificate',
    token: withChain([past, ca]),
    findings: ['high hdr.x5c.expired /header/x5c: certificate 1 expired at 2025-01-01T00:00:00Z', low(2)],
  },
  {
    title: 'a certificate to come',
    token: withChain([leaf, future]),
    findings: [
      'high hdr.x5c.expired /header/x5c: certificate 2 is not valid before 2027-01-01T00:00:00Z',
      low(2),
    ],
  },
  {
    title: 'an algorithm for another kind of key',
    token: withChain([leaf], { alg: 'RS256' }),
    findings: [
      'critical hdr.x5c.key-mismatch /header/x5c: `alg` is RS256, but the certificate is for EC P-256',
      low(1),
    ],
  },
  {
    title: 'the thumbprint of the certificate',
    token: withChain([leaf], { 'x5t#S256': thumbprint('sha256'), x5t: thumbprint('sha1') }),
    findings: [low(1)],
  },
  {
    title: 'the thumbprint of another certificate',
    token: withChain([leaf], { 'x5t#S256': thumbprint('sha1') }),
    findings: [
      'critical hdr.x5c.key-mismatch /header/x5c: `x5t#S256` is not the thumbprint of the certificate in `x5c`',
      low(1),
    ],
  },
])('$title', ({ token, findings }) => {
  expect(findingsOf('hdr.x5c', token)).toEqual(findings);
});

test.for([
  { title: 'the key itself', keys: [leafKey], messages: [] },
  { title: 'the key among others', keys: [otherKey, leafKey], messages: [] },
  {
    title: 'another key',
    keys: [otherKey],
    messages: ['the certificate is for none of the keys that were given'],
  },
  {
    title: 'another key with the kid',
    keys: [{ ...otherKey, kid: 'a' }, leafKey],
    messages: ['the certificate is for another key than the one that `kid` names'],
  },
])('given $title', ({ keys, messages }) => {
  expect(findingsOf('hdr.x5c.key-mismatch', withChain([leaf]), { keys })).toEqual(
    messages.map((message) => `critical hdr.x5c.key-mismatch /header/x5c: ${message}`),
  );
});
