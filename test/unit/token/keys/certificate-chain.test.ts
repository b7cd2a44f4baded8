import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { certifiedKey, readAuthorities } from '../../../../src/token/keys/certificate-chain.js';
import { certificateUse } from '../../../../src/token/keys/certificate-extensions.js';
import { type VerifyOptions, verify } from '../../../../src/token/verify.js';
import {
  type CertificateTerms,
  type Certified,
  certificate,
  pemOf,
  x5cOf,
} from '../../../support/certificates.js';
import { ecToken } from '../../../support/tokens.js';

const AT = Date.parse('2026-01-01') / 1000;
const CERT_SIGN = 5;
const DIGITAL_SIGNATURE = 0;

const root = certificate({ name: 'Root', isAuthority: true });
const otherRoot = certificate({ name: 'Other root', isAuthority: true });
const authority = (terms: Partial<CertificateTerms> & { name: string }) =>
  certificate({ issuer: root, isAuthority: true, ...terms });
const signer = (issuer: Certified, terms: Partial<CertificateTerms> = {}) =>
  certificate({ name: 'Signer', issuer, ...terms });

const middle = authority({ name: 'Middle' });
const leaf = signer(root);
const deepLeaf = signer(middle);

interface Row {
  readonly title: string;
  readonly chain: readonly Certified[];
  readonly authorities?: readonly Certified[];
  readonly at?: string;
  readonly allowWeakKeys?: boolean;
  /** Undefined where it is vouched for. */
  readonly why?: string;
}

const NOT_LED = 'the certificates in `x5c` do not lead to an authority given with --ca';

const sound: readonly Row[] = [
  { title: 'issued by the authority', chain: [leaf] },
  { title: 'with the authority at the end', chain: [leaf, root] },
  { title: 'through an intermediate', chain: [deepLeaf, middle] },
  { title: 'through an intermediate, with the authority at the end', chain: [deepLeaf, middle, root] },
  { title: 'by the second authority of the file', chain: [leaf], authorities: [otherRoot, root] },
  { title: 'to an intermediate that is believed itself', chain: [deepLeaf], authorities: [middle] },
  { title: 'the leaf itself is believed', chain: [root], authorities: [root] },
  { title: 'with something behind the authority', chain: [leaf, root, otherRoot] },
  { title: 'on its first day', chain: [signer(root, { from: '2026-01-01' })] },
  { title: 'in its last second', chain: [signer(root, { until: '2026-01-01' })] },
  { title: 'an intermediate of path length 0', chain: pathLength(0, 0) },
  { title: 'two intermediates, path length 1', chain: pathLength(1, 1) },
  { title: 'for signatures', chain: [signer(root, { keyUsage: [DIGITAL_SIGNATURE] })] },
  {
    title: 'an issuer for certificates',
    chain: through(authority({ name: 'A', keyUsage: [CERT_SIGN] })),
  },
  {
    title: 'an extension that is unknown and does not matter',
    chain: [signer(root, { extensions: [{ id: '1.2.3.4', critical: false }] })],
  },
  {
    title: 'over SHA-1, where weak keys are allowed',
    chain: [signer(root, { hash: 'sha1' })],
    allowWeakKeys: true,
  },
];

const unsound: readonly Row[] = [
  { title: 'another authority', chain: [leaf], authorities: [otherRoot], why: NOT_LED },
  { title: 'the intermediate is missing', chain: [deepLeaf], why: NOT_LED },
  {
    title: 'the order is wrong',
    chain: [middle, deepLeaf],
    authorities: [otherRoot],
    why: 'the certificate of "Middle" was not issued by the next one in `x5c`',
  },
  { title: 'signed by itself', chain: [certificate({ name: 'Signer' })], why: NOT_LED },
  {
    title: 'an impostor with the name of the authority',
    chain: [signer(certificate({ name: 'Root', isAuthority: true }))],
    why: NOT_LED,
  },
  {
    title: 'an impostor in the middle',
    chain: [deepLeaf, certificate({ name: 'Middle', issuer: root, isAuthority: true })],
    why: 'the certificate of "Signer" was not issued by the next one in `x5c`',
  },
  {
    title: 'signed by the authority in the name of another one',
    chain: [signer(root, { statedIssuer: 'Other root' })],
    why: NOT_LED,
  },
  {
    title: 'issued by a certificate that is no authority',
    chain: through(certificate({ name: 'Leaf', issuer: root })),
    why: 'the certificate of "Leaf" may not issue certificates',
  },
  {
    title: 'issued by one that does not say that it is an authority',
    chain: through(certificate({ name: 'Leaf', issuer: root, isAuthority: null })),
    why: 'the certificate of "Leaf" may not issue certificates',
  },
  {
    title: 'issued by an authority whose key is for something else',
    chain: through(authority({ name: 'A', keyUsage: [DIGITAL_SIGNATURE] })),
    why: 'the certificate of "Signer" was not issued by the next one in `x5c`',
  },
  {
    title: 'a key that is not for signatures',
    chain: [signer(root, { keyUsage: [2] })],
    why: 'the certificate of "Signer" is not for signatures (key usage)',
  },
  {
    title: 'longer than the path length',
    chain: pathLength(0, 1),
    why: 'the certificate of "A" allows 0 authorities below it, and there are 1',
  },
  {
    title: 'not yet valid',
    chain: [signer(root, { from: '2026-01-02' })],
    why: 'the certificate of "Signer" is valid only from 2026-01-02T00:00:00Z',
  },
  {
    title: 'expired',
    chain: [signer(root, { until: '2025-12-31' })],
    why: 'the certificate of "Signer" expired at 2025-12-31T00:00:00Z',
  },
  {
    title: 'expired at the time that is asked about',
    chain: [leaf],
    at: '2126-01-01',
    why: 'the certificate of "Signer" expired at 2125-01-01T00:00:00Z',
  },
  {
    title: 'an expired intermediate',
    chain: through(authority({ name: 'A', until: '2025-06-01' })),
    why: 'the certificate of "A" expired at 2025-06-01T00:00:00Z',
  },
  {
    title: 'an extension that must be understood and is not',
    chain: [signer(root, { extensions: [{ id: '1.2.3.4', critical: true }] })],
    why: 'the certificate of "Signer" demands the extension 1.2.3.4, which is not understood',
  },
  {
    title: 'name constraints of an intermediate',
    chain: through(authority({ name: 'A', extensions: [{ id: '2.5.29.30', critical: true }] })),
    why: 'the certificate of "A" demands the extension 2.5.29.30, which is not understood',
  },
  {
    title: 'over SHA-1',
    chain: [signer(root, { hash: 'sha1' })],
    why: 'the certificate of "Signer" is signed over a broken hash',
  },
  {
    title: 'an intermediate over SHA-1',
    chain: through(authority({ name: 'A', hash: 'sha1' })),
    why: 'the certificate of "A" is signed over a broken hash',
  },
  {
    title: 'an intermediate with a weak key',
    chain: through(authority({ name: 'A', pair: generateKeyPairSync('rsa', { modulusLength: 1024 }) })),
    why: 'the certificate of "A" is weak: the RSA key has 1024 bits, and 2048 are the least',
  },
  {
    title: 'a key that signs nothing known',
    chain: [signer(root, { pair: generateKeyPairSync('ec', { namedCurve: 'secp224r1' }) })],
    why: "the certificate's key verifies no JWS known here",
  },
  {
    title: 'eleven certificates',
    chain: Array.from({ length: 11 }, () => leaf),
    why: '`x5c` has more than 10 certificates',
  },
];

function through(issuer: Certified): readonly Certified[] {
  return [signer(issuer), issuer];
}

/** A chain below an authority that allows so many others below it. */
function pathLength(allowed: number, below: number): readonly Certified[] {
  const first = authority({ name: 'A', pathLength: allowed });
  const others = Array.from({ length: below }, () => authority({ name: 'B', issuer: first }));
  const issuer = others[0] ?? first;
  return [signer(issuer), ...others, first];
}

const believed = (certificates: readonly Certified[]) =>
  readAuthorities(certificates.map(pemOf).join(''), 'ca.pem');

function outcome({ chain, authorities = [root], at, allowWeakKeys = false }: Row): string | undefined {
  const when = at === undefined ? AT : Date.parse(at) / 1000;
  const found = certifiedKey({ x5c: [...x5cOf(...chain)] }, believed(authorities), when, allowWeakKeys);
  return found.kind === 'refused' ? found.why : undefined;
}

describe('a chain is vouched for', () => {
  test.for(sound)('$title', (row) => {
    expect(outcome(row)).toBeUndefined();
  });
});

describe('a chain is refused', () => {
  test.for(unsound)('$title', (row) => {
    expect(outcome(row)).toBe(row.why);
  });
});

describe('what is no chain', () => {
  const NONE = '`x5c` holds what is no certificate';
  const [good = ''] = x5cOf(leaf);
  test.for([
    { header: {}, why: 'the protected header carries no certificates (`x5c`)' },
    { header: { x5c: [] }, why: NONE },
    { header: { x5c: good }, why: NONE },
    { header: { x5c: [1] }, why: NONE },
    { header: { x5c: ['AAAA'] }, why: NONE },
    { header: { x5c: [good, 'AAAA'] }, why: NONE },
    { header: { x5c: [`${good}\n`] }, why: NONE },
    { header: { x5c: [leaf.der.toString('base64url')] }, why: NONE },
    {
      header: { x5c: [good], x5t: 'AAAA' },
      why: '`x5t` is not the thumbprint of the certificate in `x5c`',
    },
    {
      header: { x5c: [good], 'x5t#S256': createHash('sha256').update(root.der).digest('base64url') },
      why: '`x5t#S256` is not the thumbprint of the certificate in `x5c`',
    },
  ])('$header', ({ header, why }) => {
    expect(certifiedKey(header, believed([root]), AT, false)).toEqual({ kind: 'refused', why });
  });

  test('the right thumbprints are no objection', () => {
    const thumbprint = (hash: string) => createHash(hash).update(leaf.der).digest('base64url');
    const header = { x5c: [good], x5t: thumbprint('sha1'), 'x5t#S256': thumbprint('sha256') };
    expect(certifiedKey(header, believed([root]), AT, false).kind).toBe('key');
  });
});

describe('authorities', () => {
  test.for([
    { title: 'nothing', text: 'hello', message: 'ca.pem holds no certificate' },
    {
      title: 'no authority',
      text: pemOf(leaf),
      message: 'ca.pem holds a certificate that is no authority (CA)',
    },
    {
      title: 'one that does not say so',
      text: pemOf(certificate({ name: 'Old', isAuthority: null })),
      message: 'ca.pem holds a certificate that is no authority (CA)',
    },
    {
      title: 'one among others that cannot be read',
      text: `${pemOf(root)}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`,
      message: 'ca.pem holds a certificate that cannot be read',
    },
  ])('$title', ({ text, message }) => {
    expect(() => readAuthorities(text, 'ca.pem')).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', message, hint: expect.stringMatching(/--ca/) }),
    );
  });
});

test('what a certificate says of its use', () => {
  const use = (terms: Partial<CertificateTerms>) => certificateUse(certificate({ name: 'A', ...terms }).der);
  expect([
    use({ isAuthority: true, pathLength: 300, keyUsage: [DIGITAL_SIGNATURE, CERT_SIGN] }),
    use({ isAuthority: null, hash: 'sha1', extensions: [{ id: '2.999.1', critical: true }] }),
    certificateUse(Buffer.from('3003020101', 'hex')),
    certificateUse(leaf.der.subarray(0, -1)),
    certificateUse(Buffer.alloc(0)),
  ]).toEqual([
    {
      signatureAlgorithm: '1.2.840.10045.4.3.2',
      critical: ['2.5.29.19', '2.5.29.15'],
      isAuthority: true,
      pathLength: 300,
      keyUsage: { signs: true, certifies: true },
    },
    {
      signatureAlgorithm: '1.2.840.10045.4.1',
      critical: ['2.999.1'],
      isAuthority: false,
      pathLength: null,
      keyUsage: null,
    },
    undefined,
    undefined,
    undefined,
  ]);
});

describe('tokens with certificates', () => {
  const CLAIMS = { sub: '2' };
  const keys: VerifyOptions['keys'] = async () => ({ keys: [], origin: 'ca.pem', carried: believed([root]) });
  const judged = async (text: string) => {
    const { valid, failures } = await verify(text, AT, { keys });
    return { valid, codes: failures.map(({ code }) => code) };
  };
  const [header = '', payload = '', signature = ''] = ecToken(deepLeaf.privateKey, CLAIMS, {
    x5c: x5cOf(deepLeaf, middle),
  }).split('.');
  const good = { protected: header, signature };
  const stranger = certificate({ name: 'Stranger' });
  const [strange = '', , strangeSignature = ''] = ecToken(stranger.privateKey, CLAIMS, {
    x5c: x5cOf(stranger),
  }).split('.');
  const bad = { protected: strange, signature: strangeSignature };
  const [bare = '', , bareSignature = ''] = ecToken(deepLeaf.privateKey, CLAIMS).split('.');

  test.for([
    { title: 'compact', text: `${header}.${payload}.${signature}`, codes: [] },
    { title: 'one of two is vouched for', text: several(bad, good), codes: [] },
    { title: 'the first of two is vouched for', text: several(good, bad), codes: [] },
    { title: 'none of two is', text: several(bad, bad), codes: ['key-not-found', 'key-not-found'] },
    {
      title: 'the key signed, and the certificates are where nobody signed them',
      text: JSON.stringify({
        payload,
        protected: bare,
        header: { x5c: x5cOf(deepLeaf, middle) },
        signature: bareSignature,
      }),
      codes: ['key-not-found'],
    },
    {
      title: "somebody else's certificates",
      text: ecToken(stranger.privateKey, CLAIMS, { x5c: x5cOf(deepLeaf, middle) }),
      codes: ['signature'],
    },
  ])('$title: $codes', async ({ text, codes }) => {
    expect(await judged(text)).toEqual({ valid: codes.length === 0, codes });
  });

  function several(...signatures: readonly object[]): string {
    return JSON.stringify({ payload, signatures });
  }
});

test('the certificates made here are sound in the eyes of OpenSSL', () => {
  const [own, issuer] = [new X509Certificate(deepLeaf.der), new X509Certificate(middle.der)];
  expect({ issued: own.checkIssued(issuer), signed: own.verify(issuer.publicKey), ca: issuer.ca }).toEqual({
    issued: true,
    signed: true,
    ca: true,
  });
});
