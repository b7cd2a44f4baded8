import {
  type BinaryLike,
  createHash,
  randomBytes,
  type ScryptOptions,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt);

/** A scrypt hash in the PHC string format: log2 of N, r and p, then salt and hash in base64 without padding. */
export const PHC =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,})\$([A-Za-z0-9+/]{22,})$/;

/** log2 of N, and r and p, of new hashes: 16 MiB, and some hundredths of a second. @see RFC 7914 section 2 */
const COST = { ln: 14, r: 8, p: 1 } as const;

/** A password as a configuration may hold it: a scrypt hash with a salt of its own, as a PHC string. */
export async function hashPassword(password: string, salt: Uint8Array = randomBytes(16)): Promise<string> {
  const { ln, r, p } = COST;
  const hash = await derive(password.normalize('NFKC'), salt, 32, {
    N: 2 ** ln,
    r,
    p,
    maxmem: 256 * 2 ** ln * r,
  });
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(hash)}`;
}

/**
 * Whether a password is the one that was hashed. The work is done off the main thread and takes the same time
 * whatever the password is.
 *
 * @param passwordHash - scrypt (RFC 7914) as a PHC string: `$scrypt$ln=14,r=8,p=1$<salt>$<hash>`.
 * @throws {Error} for a hash that is none: a defect of the caller, never the caller's input.
 */
export async function passwordMatches(password: string, passwordHash: string): Promise<boolean> {
  const [, ln, r, p, salt, hash] = PHC.exec(passwordHash) ?? [];
  if (salt === undefined || hash === undefined) throw new Error('not a scrypt hash in PHC format');
  const expected = Buffer.from(hash, 'base64');
  const N = 2 ** Number(ln);
  const cost = { N, r: Number(r), p: Number(p), maxmem: 256 * N * Number(r) };
  const actual = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), expected.length, cost);
  return timingSafeEqual(actual, expected);
}

/** Whether a password is one that is known, in a time that says nothing of either; the empty one never is. */
export function plainPasswordMatches(password: string, known: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text.normalize('NFKC')).digest();
  return timingSafeEqual(digest(password), digest(known)) && known !== '';
}
