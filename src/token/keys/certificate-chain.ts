import { createHash, X509Certificate } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { isoTime } from '../duration.js';
import { type JsonObject, memberOf } from '../json.js';
import { type CertificateUse, certificateUse } from './certificate-extensions.js';
import { pinned, type VerificationKey, weaknessFor } from './verification-key.js';

/** Longer chains are not followed. */
const LONGEST_CHAIN = 10;

/** The key that a chain of certificates vouches for, or why it vouches for none. */
export type Certified =
  | { readonly kind: 'key'; readonly key: VerificationKey }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Reads the certificates of authorities from PEM.
 *
 * @throws {AuthctlError} `KEY_UNUSABLE` where there is none, or one that cannot be read or certifies nothing.
 */
export function readAuthorities(text: string, name: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds no certificate`, {
      hint: 'give --ca the certificate of the authority in PEM',
    });
  }
  return blocks.map((block) => {
    const certificate = read(block);
    if (certificate && certificateUse(certificate.raw)?.isAuthority) return certificate;
    const what = certificate
      ? 'a certificate that is no authority (CA)'
      : 'a certificate that cannot be read';
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds ${what}`, {
      hint: certificate
        ? "give --ca the issuer's certificate, or give this one with --key"
        : 'give --ca the certificate of the authority in PEM',
    });
  });
}

/**
 * The key of the first certificate in `x5c`, where the chain leads to one of the authorities: each certificate signed by
 * the next, all in force, the issuers allowed to issue. Whether one was revoked is not asked.
 *
 * @param at - seconds since the epoch to judge at.
 * @see RFC 7515 section 4.1.6 ("x5c"), RFC 5280 section 6.1
 */
export function certifiedKey(
  header: JsonObject,
  authorities: readonly X509Certificate[],
  at: number,
  allowWeakKeys: boolean,
): Certified {
  const chain = chainIn(header);
  if (typeof chain === 'string') return refused(chain);
  const path = pathTo(authorities, chain);
  if (typeof path === 'string') return refused(path);
  const why = firstReason(
    path.map((certificate, height) => objection(certificate, height, at, allowWeakKeys)),
  );
  if (why !== undefined) return refused(why);
  const [leaf] = path;
  const key = pinned(leaf.publicKey);
  return key ? { kind: 'key', key } : refused(`the certificate's key verifies no JWS known here`);
}

const refused = (why: string): Certified => ({ kind: 'refused', why });

const firstReason = (reasons: readonly (string | undefined)[]): string | undefined =>
  reasons.find((reason) => reason !== undefined);

type Path = readonly [X509Certificate, ...X509Certificate[]];

function chainIn(header: JsonObject): Path | string {
  const x5c = memberOf(header, 'x5c');
  if (x5c === undefined) return 'the protected header carries no certificates (`x5c`)';
  const entries = Array.isArray(x5c) ? x5c : [];
  if (entries.length > LONGEST_CHAIN) return `\`x5c\` has more than ${LONGEST_CHAIN} certificates`;
  const [leaf, ...others] = entries.map((entry) =>
    typeof entry === 'string' ? readBase64(entry) : undefined,
  );
  const read = others.filter((certificate) => certificate !== undefined);
  if (leaf === undefined || read.length < others.length) return '`x5c` holds what is no certificate';
  const named = thumbprintObjection(header, leaf);
  return named ?? [leaf, ...read];
}

function readBase64(text: string): X509Certificate | undefined {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? read(Buffer.from(text, 'base64')) : undefined;
}

function read(source: string | Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(source);
  } catch {
    return undefined;
  }
}

/** @see RFC 7515 sections 4.1.7 ("x5t"), 4.1.8 ("x5t#S256") */
function thumbprintObjection(header: JsonObject, leaf: X509Certificate): string | undefined {
  for (const [name, hash] of [
    ['x5t', 'sha1'],
    ['x5t#S256', 'sha256'],
  ] as const) {
    const said = memberOf(header, name);
    if (said === undefined || said === createHash(hash).update(leaf.raw).digest('base64url')) continue;
    return `\`${name}\` is not the thumbprint of the certificate in \`x5c\``;
  }
  return undefined;
}

/** From the first certificate to an authority; what follows in `x5c` behind that does not count. */
function pathTo(authorities: readonly X509Certificate[], chain: Path): Path | string {
  const [leaf, ...others] = chain;
  const path: [X509Certificate, ...X509Certificate[]] = [leaf];
  for (const next of [...others, undefined]) {
    const last = path.at(-1) ?? leaf;
    if (authorities.some((authority) => authority.raw.equals(last.raw))) return path;
    const authority = authorities.find((candidate) => issued(candidate, last));
    if (authority) return [...path, authority];
    if (next === undefined) break;
    if (!issued(next, last))
      return `the certificate of ${nameOf(last)} was not issued by the next one in \`x5c\``;
    path.push(next);
  }
  return `the certificates in \`x5c\` do not lead to an authority given with --ca`;
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/** Extensions whose meaning is obeyed here, or has none for signing tokens. */
const UNDERSTOOD = new Set(['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.32', '2.5.29.37']);

/** Signatures over MD5 and SHA-1, for which others can be made up. */
const BROKEN = new Set(['1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.2.840.10045.4.1']);

/** @param height - how many certificates stand below: 0 for the one whose key signed the token. */
function objection(
  certificate: X509Certificate,
  height: number,
  at: number,
  allowWeakKeys: boolean,
): string | undefined {
  const what = `the certificate of ${nameOf(certificate)}`;
  const use = certificateUse(certificate.raw);
  if (use === undefined) return `${what} cannot be read`;
  const unknown = use.critical.find((id) => !UNDERSTOOD.has(id));
  if (unknown !== undefined) return `${what} demands the extension ${unknown}, which is not understood`;
  if (!allowWeakKeys && BROKEN.has(use.signatureAlgorithm)) return `${what} is signed over a broken hash`;
  const outside = outsideOfItsTime(certificate, at);
  if (outside !== undefined) return `${what} ${outside}`;
  if (height > 0)
    return unfitIssuer(use, height, what) ?? (allowWeakKeys ? undefined : weakIssuer(certificate, what));
  return use.keyUsage?.signs === false ? `${what} is not for signatures (key usage)` : undefined;
}

function outsideOfItsTime({ validFrom, validTo }: X509Certificate, at: number): string | undefined {
  const [from, until] = [Date.parse(validFrom) / 1000, Date.parse(validTo) / 1000];
  if (!(from <= at)) return `is valid only from ${isoTime(from)}`;
  return at <= until ? undefined : `expired at ${isoTime(until)}`;
}

function unfitIssuer(use: CertificateUse, height: number, what: string): string | undefined {
  if (!use.isAuthority || use.keyUsage?.certifies === false) return `${what} may not issue certificates`;
  const below = height - 1;
  if (use.pathLength === null || below <= use.pathLength) return undefined;
  return `${what} allows ${use.pathLength} authorities below it, and there are ${below}`;
}

function weakIssuer(certificate: X509Certificate, what: string): string | undefined {
  const key = pinned(certificate.publicKey);
  const weakness = key && weaknessFor(key, key.algorithms[0] ?? '');
  return weakness === undefined ? undefined : `${what} is weak: ${weakness}`;
}

const nameOf = ({ subject }: X509Certificate): string =>
  JSON.stringify(/^CN=(.*)$/m.exec(subject ?? '')?.[1] ?? subject?.replaceAll('\n', ', ') ?? '');
