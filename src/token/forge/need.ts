/** What a mutation may need beside the token: in words, and how a user gives it where that is possible. */
export const needs = {
  'issuer-key': { what: "the issuer's private key or secret", option: '--key or --secret-file' },
  'public-key': { what: "the issuer's public key", option: '--key or --jwks' },
  'rsa-public-key': { what: "the issuer's public RSA key", option: '--key or --jwks' },
  'ec-public-key': { what: "the issuer's public EC or Ed25519 key", option: '--key or --jwks' },
  certificate: { what: "the certificate of the issuer's key", option: '--key' },
  'other-token': { what: 'another token of the same issuer', option: '--other' },
  'id-token': { what: 'an ID token of the same issuer', option: '--id-token' },
  'refresh-token': { what: 'a refresh token of the same issuer', option: '--refresh-token' },
  listener: { what: 'the address of a listener of yours', option: '--listen or --listener' },
  'issuer-url': { what: 'a token whose `iss` is a URL', option: null },
  claims: { what: 'a token whose payload is a JSON object', option: null },
  subject: { what: 'a token that names its subject (`sub`)', option: null },
  signature: { what: 'a token that has a signature', option: null },
  'ecdsa-signature': { what: 'a token signed with ECDSA', option: null },
  'known-algorithm': { what: 'a token signed with an algorithm known here', option: null },
  'unused-bits': { what: 'a signature whose last character has unused bits', option: null },
  'url-characters': { what: 'a signature that holds `-` or `_`', option: null },
  difference: { what: 'a token that is not like that already', option: null },
  'signed-token': { what: 'a signed token (JWS)', option: null },
  'encrypted-token': { what: 'an encrypted token (JWE)', option: null },
} as const satisfies Record<string, { readonly what: string; readonly option: string | null }>;

export type Need = keyof typeof needs;

/** `needs the issuer's private key or secret (--key or --secret-file)` */
export function describeNeed(need: Need): string {
  const { what, option } = needs[need];
  return `needs ${what}${option === null ? '' : ` (${option})`}`;
}
