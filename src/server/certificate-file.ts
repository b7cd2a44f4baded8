import { join } from 'node:path';
import { AuthctlError } from '../errors.js';
import type { Files } from '../ports/files.js';
import { type CertificateAndKey, isCurrent, selfSigned } from './self-signed.js';

/** A certificate, and the file that clients are given to believe it. */
export interface StoredCertificate extends CertificateAndKey {
  readonly path: string;
}

/** Names of this machine that every certificate is for. */
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/**
 * The self-signed certificate of earlier runs, so that clients who trust it go on trusting; a new one where there is
 * none, it has expired, or it is for other names.
 *
 * @param folder - made where it is missing; the key is there with mode 0600.
 * @param host - name or address that the server is reached by, beside those of loopback.
 * @throws {AuthctlError} `FILE_UNREADABLE`, `FILE_UNWRITABLE`.
 */
export async function loadCertificate(
  files: Files,
  folder: string,
  host: string,
  now: number,
): Promise<StoredCertificate> {
  const names = [...new Set([...LOOPBACK, ...(/^(0\.0\.0\.0|::)$/.test(host) ? [] : [host])])];
  const path = join(folder, 'server-certificate.pem');
  const keyPath = join(folder, 'server-certificate-key.pem');
  if ((await files.exists(path)) && (await files.exists(keyPath))) {
    const stored = { path, cert: await files.read(path), key: await files.read(keyPath) };
    if (serves(stored, names, now)) return stored;
  }
  const made = await selfSigned(names, now);
  await files.makeFolder(folder);
  await files.write(keyPath, made.key, { mode: 0o600, overwrite: true });
  await files.write(path, made.cert, { overwrite: true });
  return { path, ...made };
}

/** What cannot be read is made anew: nobody but this program writes it. */
function serves({ cert }: CertificateAndKey, names: readonly string[], now: number): boolean {
  try {
    return isCurrent(cert, names, now);
  } catch {
    return false;
  }
}

/** A certificate and a key that somebody else made. @throws {AuthctlError} `FILE_UNREADABLE`, `KEY_UNUSABLE`. */
export async function readCertificate(
  files: Files,
  certPath: string,
  keyPath: string,
): Promise<StoredCertificate> {
  const [cert, key] = [await files.read(certPath), await files.read(keyPath)];
  try {
    const { createSecureContext } = await import('node:tls');
    createSecureContext({ cert, key });
  } catch (cause) {
    throw new AuthctlError('KEY_UNUSABLE', `${certPath} and ${keyPath} are no certificate with its key`, {
      cause,
      hint: 'give the certificate (with those between it and the root) and its private key, both as PEM',
    });
  }
  return { path: certPath, cert, key };
}
