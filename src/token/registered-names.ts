/**
 * What the registered claims mean, in plain words.
 *
 * @see RFC 7519 section 4.1, OpenID Connect Core sections 2 and 5.1, RFC 8693 section 4, RFC 9068 section 2.2
 */
export const claimMeanings: ReadonlyMap<string, string> = new Map(
  Object.entries({
    iss: 'issuer: who made the token',
    sub: 'subject: whom it is about',
    aud: 'audience: whom it is meant for',
    exp: 'expires',
    nbf: 'not valid before',
    iat: 'issued',
    jti: 'token id, used once',
    auth_time: 'logged in',
    nonce: "value of the client's login request",
    azp: 'client the ID token was issued to',
    client_id: 'client that asked for it',
    scope: 'what the client may do',
    scp: 'what the client may do',
    acr: 'how strong the login was',
    amr: 'how the login was done',
    at_hash: 'binds the access token',
    c_hash: 'binds the authorization code',
    s_hash: 'binds the state',
    sd_hash: 'binds what was disclosed',
    sid: 'login session',
    act: 'who acts for the subject',
    may_act: 'who may act for the subject',
    cnf: 'key that the sender must prove to have',
    events: 'what happened: a security event',
    authorization_details: 'what the client may do, in detail',
    name: 'full name',
    given_name: 'given name',
    family_name: 'family name',
    preferred_username: 'user name',
    username: 'user name',
    email: 'e-mail address',
    email_verified: 'whether the address was checked',
    phone_number: 'telephone number',
    updated_at: 'profile last changed',
    role: 'role',
    roles: 'roles',
    groups: 'groups',
    entitlements: 'entitlements',
  }),
);

/** Claims whose number is an instant, in seconds since the epoch. */
export const timeClaims: ReadonlySet<string> = new Set(['exp', 'nbf', 'iat', 'auth_time', 'updated_at']);

/** What the registered header parameters mean. @see RFC 7515 section 4.1, RFC 7516 section 4.1 */
export const headerMeanings: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alg: 'algorithm',
    enc: 'content encryption',
    typ: 'type of token',
    cty: 'type of content',
    kid: 'id of the key',
    jku: 'URL of a key set; never followed',
    jwk: 'a key inside the token; never trusted',
    x5u: 'URL of a certificate; never followed',
    x5c: 'certificate chain',
    x5t: 'certificate thumbprint, SHA-1',
    'x5t#S256': 'certificate thumbprint, SHA-256',
    crit: 'parameters that must be understood',
    b64: 'whether the payload is encoded',
    zip: 'compression',
    epk: 'ephemeral key',
    iv: 'initialization vector',
    tag: 'authentication tag',
    p2s: 'salt',
    p2c: 'iterations of PBES2',
  }),
);

/** The algorithms of signatures, in words. @see RFC 7518 section 3.1, RFC 8037, RFC 8812, RFC 9864 */
export const algorithmMeanings: ReadonlyMap<string, string> = new Map(
  Object.entries({
    HS256: 'HMAC with SHA-256: a shared secret',
    HS384: 'HMAC with SHA-384: a shared secret',
    HS512: 'HMAC with SHA-512: a shared secret',
    RS256: 'RSA (PKCS #1 v1.5) with SHA-256',
    RS384: 'RSA (PKCS #1 v1.5) with SHA-384',
    RS512: 'RSA (PKCS #1 v1.5) with SHA-512',
    PS256: 'RSA (PSS) with SHA-256',
    PS384: 'RSA (PSS) with SHA-384',
    PS512: 'RSA (PSS) with SHA-512',
    ES256: 'ECDSA, curve P-256',
    ES384: 'ECDSA, curve P-384',
    ES512: 'ECDSA, curve P-521',
    ES256K: 'ECDSA, curve secp256k1',
    EdDSA: 'Edwards curve, Ed25519 or Ed448',
    Ed25519: 'Edwards curve Ed25519',
    Ed448: 'Edwards curve Ed448',
    none: 'no signature at all',
  }),
);
