import { generateSigningKeys, type SigningKeys } from './signing-keys.js';

/**
 * How ID tokens are signed unless a client is registered for another way: what every client can check.
 *
 * @see OpenID Connect Core sections 2 and 15.1, OpenID Connect Dynamic Client Registration section 2
 */
export const ID_TOKEN_ALGORITHM = 'RS256';

let made: Promise<SigningKeys> | undefined;

/** An RSA key for servers that keep none: one a process, because it takes a good part of a second to make. */
export const throwAwayIdentityKeys = (): Promise<SigningKeys> => {
  made ??= generateSigningKeys(ID_TOKEN_ALGORITHM);
  return made;
};
