import { createSecretKey } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { forge } from '../../token/forge/forge.js';
import type { Materials } from '../../token/forge/materials.js';
import { type Need, needs } from '../../token/forge/need.js';
import { type Original, readOriginal } from '../../token/forge/original.js';
import { mutations } from '../../token/forge/registry.js';
import { madeBy } from '../../token/forge/signer.js';
import { wellKnownSecrets } from '../../token/well-known-secrets.js';

/** What there is to forge with, besides the token of the subject in question. */
export type TokenMaterials = Omit<Materials, 'marker'>;

/** Gathers it for one token: an issuer may have several keys. */
export type MaterialsFor = (token: string) => Promise<Partial<TokenMaterials>>;

/** One way to damage a subject's credentials that a sound API refuses. */
export interface CheckVariant {
  /** Stable: `wrong-scheme`, or the id of a mutation of `authctl forge`. */
  readonly id: string;
  readonly title: string;
  /** The value of `Authorization`; null for none. */
  readonly authorization: string | null;
  /** What goes behind the URL; empty for nothing. */
  readonly query: string;
}

/** A variant that cannot be made, and what it would need. */
export interface SkippedVariant {
  readonly id: string;
  readonly title: string;
  readonly needs: string;
}

export interface Variants {
  readonly variants: readonly CheckVariant[];
  readonly skipped: readonly SkippedVariant[];
}

/**
 * What is sent in the place of a good token: what is no token at all, the token in the wrong place, and every variant of a
 * signed token that must be refused and does no more than ask for an answer.
 */
export function variantsOf(token: string, materials: TokenMaterials): Variants {
  const plain: readonly CheckVariant[] = [
    { id: 'garbage', title: 'no token at all', authorization: 'Bearer garbage', query: '' },
    {
      id: 'wrong-scheme',
      title: 'the token under another scheme',
      authorization: `Basic ${token}`,
      query: '',
    },
    {
      id: 'token-in-query',
      title: 'the token in the query (RFC 6750 section 5.3)',
      authorization: null,
      query: `access_token=${encodeURIComponent(token)}`,
    },
  ];
  const forged = forgedFrom(token, materials);
  return { variants: [...plain, ...forged.variants], skipped: forged.skipped };
}

/** Of what is made with secrets from a list, the ones that are tried at an API that signs otherwise. */
const GUESSES = 10;

function forgedFrom(token: string, materials: TokenMaterials): Variants {
  const original = originalOf(token);
  if (original === undefined) return { variants: [], skipped: [] };
  const safe = mutations.filter((mutation) => mutation.class === 'safe');
  const { forged, skipped } = forge(original, safe, { ...materials, marker: 'authctl' });
  const refused = forged.filter(({ expected, id }) => expected === 'refuse' && !isOddOnly(id));
  const guesses = refused.filter(({ mutation }) => mutation.id === 'hmac.common').slice(GUESSES);
  return {
    variants: refused
      .filter((each) => !guesses.includes(each))
      .map((each) => ({
        ...{ id: each.id, title: each.mutation.title, query: '' },
        authorization: `Bearer ${each.token}`,
      })),
    skipped: skipped
      .filter(({ missing }) => missing !== 'difference')
      .map(({ id, mutation, missing }) => ({
        id,
        title: mutation.title,
        needs: `needs ${needs[missing].what}${OPTIONS[missing] ? ` (${OPTIONS[missing]})` : ''}`,
      })),
  };
}

/**
 * What is authentic and only written oddly: nobody but the issuer can make it, and RFC 7515 section 4 lets a server read
 * the last of two members of one name.
 */
const isOddOnly = (id: string): boolean => /^(?:dup|b64|json)\b.*[.:]signed$/.test(id);

/** The options of `probe` that give what is missing. */
const OPTIONS: Partial<Record<Need, string>> = {
  'issuer-key': '--key',
  'public-key': '--key or --jwks',
  'rsa-public-key': '--key or --jwks',
  'ec-public-key': '--key or --jwks',
  'id-token': '--id-token',
};

/** Whether a token is signed with a secret that everybody tries first: then everybody signs tokens. */
export function isMadeWithKnownSecret(token: string): boolean {
  const original = originalOf(token);
  if (original?.kind !== 'jws' || !/^HS\d+$/.test(original.algorithm)) return false;
  const { algorithm, headerPart, payloadPart, signaturePart } = original;
  const signature = Buffer.from(signaturePart, 'base64url');
  return wellKnownSecrets.some((secret) =>
    madeBy(algorithm, createSecretKey(secret, 'utf8'), `${headerPart}.${payloadPart}`, signature),
  );
}

/** Undefined for a token that is none of those that can be read, such as an opaque one. */
export function originalOf(token: string): Original | undefined {
  try {
    return readOriginal(token);
  } catch (error) {
    if (error instanceof AuthctlError) return undefined;
    throw error;
  }
}
