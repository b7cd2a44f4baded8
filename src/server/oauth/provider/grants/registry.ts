import type { OwnGrant } from './grant.js';
import { jwtBearerGrant } from './jwt-bearer.js';
import { passwordGrant } from './password.js';
import { tokenExchangeGrant } from './token-exchange.js';

/** Every grant beyond those of the engine. */
export const ownGrants: readonly OwnGrant[] = [passwordGrant, tokenExchangeGrant, jwtBearerGrant];
