import type { JsonValue } from '../../json.js';
import { claimAt } from '../claim-rule.js';
import type { Match, TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** Names without separators and in lower case; only of claims whose value is a text. */
const NAMES = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'passwordhash',
  'hashedpassword',
  'passwordsalt',
  'secret',
  'clientsecret',
  'totpsecret',
  'mfasecret',
  'apikey',
  'apisecret',
  'secretkey',
  'privatekey',
  'signingkey',
  'encryptionkey',
  'secretaccesskey',
  'awssecretaccesskey',
  'refreshtoken',
  'databaseurl',
]);

/** What is secret whatever it is called; every pattern is bounded. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z]{1,12} ){0,2}PRIVATE KEY-----/, 'a private key'],
  [/(?:^|[^A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?:[^A-Z0-9]|$)/, 'an AWS access key'],
  [/(?:^|\W)gh[pousr]_[A-Za-z0-9]{36}/, 'a GitHub token'],
  [/(?:^|\W)xox[abprs]-[A-Za-z0-9-]{10}/, 'a Slack token'],
  [/(?:^|\W)AIza[A-Za-z0-9_-]{35}/, 'a Google API key'],
  [/(?:^|\W)[rs]k_live_[A-Za-z0-9]{16}/, 'a Stripe key'],
  [/^\$(?:2[abxy]?\$\d\d\$|argon2(?:i|d|id)\$|scrypt\$|pbkdf2)/, 'a hashed password'],
  [/^[a-z][a-z0-9+]{1,20}:\/\/[^\s:@/]{1,64}:[^\s:@/]{1,64}@/, 'a URL with a password'],
];

/** Values far down a claims set are not looked for. */
const MAX_DEPTH = 20;

/** A token is signed, not hidden: whoever holds it reads it. The finding never shows the value. */
export const claimsSecretMaterial: TokenRule = {
  id: 'claims.secret-material',
  title: 'a secret that everybody can read',
  severity: 'high',
  about: 'token',
  sources: [rfc(9068, '6'), rfc(7519, '12'), rfc(8725, '2.4')],
  advice: 'take it out of the token, and change the secret: it has been seen',
  judge: ({ claims }) => (claims === null ? [] : secretsIn(claims, [])),
};

function secretsIn(value: JsonValue, path: readonly string[]): readonly Match[] {
  if (typeof value === 'string') return secretText(value, path);
  if (typeof value !== 'object' || value === null || path.length > MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([name, inner]) => secretsIn(inner, [...path, name]));
}

function secretText(text: string, path: readonly string[]): readonly Match[] {
  const shape = SHAPES.find(([pattern]) => pattern.test(text))?.[1];
  const at = claimAt(...path);
  if (shape !== undefined) return [{ message: `the claim holds ${shape}`, at }];
  const name = path.at(-1) ?? '';
  const isSecret = text !== '' && NAMES.has(name.replaceAll(/[-_.\s]/g, '').toLowerCase());
  return isSecret ? [{ message: `the claim is called \`${name}\``, at }] : [];
}
