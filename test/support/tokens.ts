import { createHmac, createSign, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Tokens for tests, written by hand so that they may be wrong in any way. */

export type Members = Readonly<Record<string, unknown>>;

export const base64url = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');

/** A part of a token: an object as JSON, or a text as it is. */
const part = (content: Members | string): string =>
  base64url(typeof content === 'string' ? content : JSON.stringify(content));

/** A compact JWS with any header, payload and signature. */
export function compact(
  header: Members | string,
  payload: Members | string,
  signature = 'c2lnbmF0dXJl',
): string {
  return `${part(header)}.${part(payload)}.${signature}`;
}

export const TEST_SECRET = 'a secret for tests, of 32 bytes.';

/** A token signed with HMAC; `header` adds to or replaces `alg`. */
export function hmacToken(
  payload: Members | string,
  header: Members = {},
  secret: string | Buffer = TEST_SECRET,
): string {
  const input = `${part({ alg: 'HS256', ...header })}.${part(payload)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** A token signed with an EC P-256 key. */
export function ecToken(key: KeyObject, payload: Members | string, header: Members = {}): string {
  const input = `${part({ alg: 'ES256', ...header })}.${part(payload)}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** A token signed with an RSA key, RS256. */
export function rsaToken(key: KeyObject, payload: Members, header: Members = {}): string {
  const input = `${part({ alg: 'RS256', ...header })}.${part(payload)}`;
  return `${input}.${createSign('sha256').update(input).sign(key).toString('base64url')}`;
}

export const ecPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const rsaPair = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
