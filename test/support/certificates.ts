import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Certificates for tests, written byte by byte so that they may be wrong in any way. */

/** A key and the certificate of it. */
export interface Certified {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly der: Buffer;
}

/** What a certificate says; whatever is left out is as in a sound one. */
export interface CertificateTerms {
  readonly name: string;
  /** Default: it is signed by itself. */
  readonly issuer?: Certified;
  /** The name of the issuer that it states, where that is not the issuer's. */
  readonly statedIssuer?: string;
  /** ISO 8601 dates; default 2025 to 2125. */
  readonly from?: string;
  readonly until?: string;
  /** `cA` of the basic constraints; null leaves the extension out. Default: false. */
  readonly isAuthority?: boolean | null;
  readonly pathLength?: number;
  /** Bits of the key usage by number: 0 `digitalSignature`, 5 `keyCertSign`. Default: the extension is left out. */
  readonly keyUsage?: readonly number[];
  /** More extensions: object identifier, and whether it is critical. */
  readonly extensions?: readonly { readonly id: string; readonly critical: boolean }[];
  /** Whom a server's certificate is for; default: nobody here. */
  readonly host?: string;
  /** Hash of the signature; default SHA-256. */
  readonly hash?: 'sha256' | 'sha1';
  /** Default: EC P-256. */
  readonly pair?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
}

const ECDSA_WITH = { sha256: '1.2.840.10045.4.3.2', sha1: '1.2.840.10045.4.1' } as const;
const RSA_WITH = { sha256: '1.2.840.113549.1.1.11', sha1: '1.2.840.113549.1.1.5' } as const;

/** Makes a certificate. @see RFC 5280 section 4.1 */
export function certificate(terms: CertificateTerms): Certified {
  const { name, issuer, hash = 'sha256' } = terms;
  const pair = terms.pair ?? generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = issuer?.privateKey ?? pair.privateKey;
  const algorithm = sequence(oid((signer.asymmetricKeyType === 'ec' ? ECDSA_WITH : RSA_WITH)[hash]));
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(createHash('sha256').update(name).digest().readUIntBE(0, 6)),
    algorithm,
    nameOf(terms.statedIssuer ?? issuer?.name ?? name),
    sequence(time(terms.from ?? '2025-01-01'), time(terms.until ?? '2125-01-01')),
    nameOf(name),
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensionsOf(terms))),
  );
  const signature = bits(sign(hash, body, signer));
  return { name, privateKey: pair.privateKey, der: sequence(body, algorithm, signature) };
}

/** As a file has it. */
export const pemOf = ({ der }: Certified): string =>
  `-----BEGIN CERTIFICATE-----\n${der
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')}\n-----END CERTIFICATE-----\n`;

/** As `x5c` has them. */
export const x5cOf = (...chain: readonly Certified[]): readonly string[] =>
  chain.map(({ der }) => der.toString('base64'));

function extensionsOf({
  isAuthority = false,
  pathLength,
  keyUsage,
  extensions = [],
  host = 'test.example',
}: CertificateTerms) {
  const basic = sequence(
    ...(isAuthority ? [TRUE] : []),
    ...(pathLength === undefined ? [] : [integer(pathLength)]),
  );
  return [
    // A certificate may not have an empty list of extensions.
    extension('2.5.29.17', false, sequence(tagged(0x82, Buffer.from(host)))),
    ...(isAuthority === null ? [] : [extension('2.5.29.19', true, basic)]),
    ...(keyUsage ? [extension('2.5.29.15', true, usage(keyUsage))] : []),
    ...extensions.map(({ id, critical }) => extension(id, critical, sequence())),
  ];
}

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [TRUE] : []), tagged(0x04, value));

function usage(numbers: readonly number[]): Buffer {
  const byte = numbers.reduce((all, bit) => all | (0x80 >> bit), 0);
  return bits(Buffer.from([byte]));
}

function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 0x80) return Buffer.from([tag, length, ...content]);
  if (length < 0x100) return Buffer.from([tag, 0x81, length, ...content]);
  return Buffer.from([tag, 0x82, length >> 8, length & 0xff, ...content]);
}

const sequence = (...contents: readonly Buffer[]): Buffer => tagged(0x30, ...contents);
const bits = (content: Buffer): Buffer => tagged(0x03, Buffer.from([0]), content);
const TRUE = tagged(0x01, Buffer.from([0xff]));

function integer(number: number): Buffer {
  const hex = number.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return tagged(0x02, ...((bytes[0] ?? 0) < 0x80 ? [] : [Buffer.from([0])]), bytes);
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...others].flatMap(sevenBits)));
}

function sevenBits(arc: number): readonly number[] {
  const bytes = [arc & 0x7f];
  for (let rest = arc >> 7; rest > 0; rest >>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
}

const nameOf = (text: string): Buffer =>
  sequence(tagged(0x31, sequence(oid('2.5.4.3'), tagged(0x0c, Buffer.from(text)))));

/** GeneralizedTime, which is right for any year here except in the eyes of RFC 5280 section 4.1.2.5 (UTCTime to 2049). */
const time = (iso: string): Buffer => tagged(0x18, Buffer.from(`${iso.replaceAll('-', '')}000000Z`));
