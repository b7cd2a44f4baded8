import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose';
import type { ExpiringMap } from './expiring-map.js';
import { PROOF_ALGORITHMS } from './oauth/metadata.js';
import { pathOf } from './router.js';

/** How far a proof's time may be from the server's, in seconds (RFC 9449 section 11.1: "seconds or minutes"). */
const WINDOW = 300;

/** What a proof is checked against. */
export interface ProofContext {
  readonly request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>;
  readonly issuer: string;
  readonly accessToken: string;
  /** Thumbprint of the key that the access token is bound to (its `cnf.jkt`). */
  readonly thumbprint: string;
  /** Whole seconds since the epoch. */
  readonly now: number;
  /** Proofs that were seen, so that each serves once. */
  readonly seen: ExpiringMap<true>;
}

/**
 * Checks that whoever sends an access token has the key that it is bound to (RFC 9449 section 4.3 and 7).
 *
 * @returns why not; undefined where it is proven.
 */
export async function proofProblem(context: ProofContext): Promise<string | undefined> {
  const { request, issuer, accessToken, thumbprint, now, seen } = context;
  const proof = request.headers.dpop;
  if (typeof proof !== 'string') return 'there must be one DPoP proof';
  let payload: Readonly<Record<string, unknown>>;
  let jwk: JWK | undefined;
  try {
    const verified = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: [...PROOF_ALGORITHMS],
      currentDate: new Date(now * 1000),
    });
    payload = verified.payload;
    jwk = verified.protectedHeader.jwk;
  } catch {
    return 'the DPoP proof does not verify';
  }
  const { htm, htu, iat, jti, ath } = payload;
  if (htm !== request.method) return 'the DPoP proof is for another method';
  if (addressOf(htu) !== `${issuer}${pathOf(request.url ?? '')}`)
    return 'the DPoP proof is for another address';
  if (typeof iat !== 'number' || Math.abs(now - iat) > WINDOW) return 'the DPoP proof is not recent';
  if (ath !== createHash('sha256').update(accessToken).digest('base64url')) {
    return 'the DPoP proof is for another token';
  }
  if (!jwk || (await calculateJwkThumbprint(jwk)) !== thumbprint) return 'the token is bound to another key';
  if (typeof jti !== 'string' || jti === '') return 'the DPoP proof has no jti';
  const key = `${thumbprint}:${jti}`;
  if (seen.has(key)) return 'the DPoP proof was used already';
  seen.set(key, true, now + 2 * WINDOW);
  return undefined;
}

/** RFC 9449 section 4.3: compared without query and fragment, after normalisation. */
function addressOf(htu: unknown): string | undefined {
  if (typeof htu !== 'string' || !URL.canParse(htu)) return undefined;
  const { origin, pathname } = new URL(htu);
  return `${origin}${pathname}`;
}
