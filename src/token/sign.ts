import { sign as cryptoSign, type KeyObject } from 'node:crypto';
import { CompactSign, errors } from 'jose';
import { AuthctlError } from '../errors.js';
import { type JsonObject, memberOf } from './json.js';
import type { SigningKey } from './keys/signing-key.js';
import { type Scheme, schemeOf } from './signature.js';

/** A header and claims that are to be signed as they stand. */
export interface Unsigned {
  /** Its `alg` must be among the key's algorithms. */
  readonly header: JsonObject & { readonly alg: string };
  readonly claims: JsonObject;
}

/**
 * Signs claims in the compact form. Nothing is added to header or claims, and nothing in them is judged.
 *
 * @throws {AuthctlError} `USAGE` for a header that contradicts itself, such as a `crit` that names what is not there.
 * @see RFC 7515 section 5.1, RFC 7519 section 7.1
 */
export async function signCompact({ header, claims }: Unsigned, { key }: SigningKey): Promise<string> {
  const payload = Buffer.from(JSON.stringify(claims));
  const scheme = isRefusedByJose(key) ? schemeOf(header.alg) : undefined;
  if (scheme) return signWith(scheme, header, payload, key);
  try {
    return await new CompactSign(payload)
      .setProtectedHeader({ ...header })
      .sign(key, { crit: extensionsOf(header) });
  } catch (cause) {
    throw unsignable(cause);
  }
}

/** Extensions that are declared are signed: whether they are understood is for the recipient to say. */
function extensionsOf(header: JsonObject): Record<string, boolean> {
  const crit = memberOf(header, 'crit');
  const names = Array.isArray(crit) ? crit.filter((name) => typeof name === 'string' && name !== 'b64') : [];
  return Object.fromEntries(names.map((name) => [name, true]));
}

function unsignable(cause: unknown): unknown {
  const isAboutHeader = cause instanceof errors.JWSInvalid || cause instanceof errors.JOSENotSupported;
  if (!isAboutHeader && !(cause instanceof TypeError)) return cause;
  return new AuthctlError('USAGE', `this header cannot be signed: ${cause.message}`, {
    cause,
    hint: 'change --header; `authctl forge` makes tokens that are wrong on purpose',
  });
}

const LEAST_RSA_BITS_OF_JOSE = 2048;

/** Smaller RSA keys, those whose type says that they are for PSS (RFC 4055 section 1.2), and curves it does not have. */
function isRefusedByJose({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  const { modulusLength = LEAST_RSA_BITS_OF_JOSE, namedCurve } = asymmetricKeyDetails ?? {};
  return (
    modulusLength < LEAST_RSA_BITS_OF_JOSE ||
    asymmetricKeyType === 'rsa-pss' ||
    asymmetricKeyType === 'ed448' ||
    namedCurve === 'secp256k1'
  );
}

function signWith(
  { digest, options }: Scheme,
  header: Unsigned['header'],
  payload: Buffer,
  key: KeyObject,
): string {
  const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
  const input = `${encoded}.${payload.toString('base64url')}`;
  const signature = cryptoSign(digest, Buffer.from(input), { key, ...options });
  return `${input}.${signature.toString('base64url')}`;
}
