import { generateKeyPair as generateKeyPairCallback, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';

const generateKeyPair = promisify(generateKeyPairCallback);

/** A certificate and its private key, both as PEM. */
export interface CertificateAndKey {
  readonly cert: string;
  readonly key: string;
}

/** How long a certificate lasts, in days: no longer than browsers take. */
const DAYS = 397;
const DAY = 86_400;

/**
 * A new key on P-256 with a certificate that it signs itself, for TLS servers at these names.
 *
 * @param names - DNS names and addresses (RFC 5280 section 4.2.1.6); the first is its common name too.
 * @param now - seconds since the epoch; it is valid from a day before on, for clocks that are behind.
 */
export async function selfSigned(names: readonly string[], now: number): Promise<CertificateAndKey> {
  const { publicKey, privateKey } = await generateKeyPair('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid(ECDSA_WITH_SHA256));
  const name = sequence(set(sequence(oid(COMMON_NAME), tagged(UTF8, Buffer.from(names[0] ?? '')))));
  const body = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(now - DAY), time(now + (DAYS - 1) * DAY)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(names))),
  );
  const signature = tagged(BIT_STRING, Buffer.concat([Buffer.of(0), sign('sha256', body, privateKey)]));
  return {
    cert: pemOf(sequence(body, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

/** Whether a certificate still serves for these names at an instant, in seconds since the epoch. */
export function isCurrent(cert: string, names: readonly string[], now: number): boolean {
  const certificate = new X509Certificate(cert);
  const covers = (name: string) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name));
  return now * 1000 < Date.parse(certificate.validTo) && names.every((name) => covers(name) !== undefined);
}

/** RFC 5280 section 4.2.1: it may sign itself and nothing else, and is for servers at these names. */
const extensions = (names: readonly string[]): readonly Buffer[] => [
  extension(BASIC_CONSTRAINTS, true, sequence()),
  extension(KEY_USAGE, true, tagged(BIT_STRING, Buffer.of(7, 0x80))),
  extension(EXTENDED_KEY_USAGE, false, sequence(oid(SERVER_AUTH))),
  extension(SUBJECT_ALT_NAME, false, sequence(...names.map(generalName))),
];

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SUBJECT_ALT_NAME = '2.5.29.17';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const COMMON_NAME = '2.5.4.3';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const [BIT_STRING, UTF8] = [0x03, 0x0c];

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [tagged(0x01, Buffer.of(0xff))] : []), tagged(0x04, value));

const generalName = (name: string): Buffer =>
  isIP(name) ? tagged(0x87, addressBytes(name)) : tagged(0x82, Buffer.from(name));

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // The URL parser writes an address in its shortest form (RFC 5952); its zeros are put back.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = Array<string>(tail === undefined ? 0 : 8 - left.length - right.length).fill('0');
  const words = [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
  return Buffer.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}

/** One element of DER. @see ITU-T X.690 section 8.1 */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts));
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);

function oid(text: string): Buffer {
  const [root = 0, second = 0, ...others] = text.split('.').map(Number);
  const base128 = (value: number, more = false): readonly number[] => [
    ...(value > 0x7f ? base128(Math.floor(value / 128), true) : []),
    (value & 0x7f) | (more ? 0x80 : 0),
  ];
  return tagged(0x06, Buffer.from([root * 40 + second, ...others.flatMap((arc) => base128(arc))]));
}

/** UTCTime (RFC 5280 section 4.1.2.5.1), which is good until 2049. */
const time = (seconds: number): Buffer =>
  tagged(0x17, Buffer.from(`${new Date(seconds * 1000).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
