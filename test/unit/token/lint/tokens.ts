import { lintToken, type RuleSettings } from '../../../../src/token/lint/lint.js';
import { rules } from '../../../../src/token/lint/registry.js';
import { signatureAlgorithms } from '../../../../src/token/lint/signature-algorithms.js';
import { readSubject, type SubjectOptions } from '../../../../src/token/lint/subject.js';

/** 2026-01-01T00:00:00Z: when the tokens of these tests are judged. */
export const NOW = 1_767_225_600;

const encode = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** What is wise in a header. */
export const HEADER = { alg: 'ES256', typ: 'at+jwt', kid: 'a' };

/** The claims of an access token with which nothing is wrong. @see RFC 9068 section 2.2 */
export const CLAIMS = {
  iss: 'https://as.example',
  sub: '2',
  aud: 'https://api.example',
  client_id: 'authctl',
  iat: NOW - 60,
  exp: NOW + 600,
  jti: '0b8f0f9e-3c6b-4ef3-9f5e-7b1a5d1c2e3f',
  scope: 'articles:read',
};

/**
 * A compact token with a signature that is as long as its algorithm makes them, and fits no key.
 *
 * @param header - an object, or the text that takes its place.
 * @param signature - in place of the one that fits.
 */
export function tokenOf(
  header: object | string = HEADER,
  payload: object | string = CLAIMS,
  signature?: string,
) {
  const alg = typeof header === 'object' ? (header as { alg?: unknown }).alg : undefined;
  return `${encode(header)}.${encode(payload)}.${signature ?? signatureFor(String(alg))}`;
}

function signatureFor(alg: string): string {
  const algorithm = signatureAlgorithms.get(alg);
  const length = [32, 48, 64, 96, 114, 132, 256].find((bytes) => algorithm?.isLength(bytes)) ?? 0;
  return Buffer.alloc(length, 7).toString('base64url');
}

/** Every finding as one line, `severity id at: message`, those of one family of rules only. */
export function findingsOf(
  family: string,
  text: string,
  options: SubjectOptions = {},
  settings: RuleSettings = {},
): readonly string[] {
  const { subject } = readSubject(text, NOW, options);
  return lintToken(rules, subject, settings)
    .filter(({ id }) => id.startsWith(family))
    .map(({ id, severity, at, message }) => `${severity} ${id} ${at}: ${message}`);
}
