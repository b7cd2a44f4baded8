import type { JsonObject } from '../json.js';
import type { Source } from '../lint/source.js';
import { type Changes, changed, encode } from './compose.js';
import type { Materials } from './materials.js';
import { inModes, type Mode } from './modes.js';
import type { Attempt, Expected, JwsMutation } from './mutation.js';
import type { Need } from './need.js';
import type { OriginalJws } from './original.js';

const EVERY_MODE: readonly Mode[] = ['stale', 'none', 'signed'];

/** What there is to derive changed claims from. */
export interface ClaimsAtHand {
  readonly claims: JsonObject;
  readonly materials: Materials;
}

export interface ClaimMutation {
  readonly id: string;
  readonly title: string;
  readonly tests: string;
  readonly sources: readonly [Source, ...Source[]];
  /** What a sound server answers where the issuer's key signed it. */
  readonly whenSigned: Expected | ((variant: string) => Expected);
  readonly modes?: readonly Mode[];
  /** Variants to changes of the claims, or what the token lacks. */
  readonly changes: (at: ClaimsAtHand) => Readonly<Record<string, Changes>> | Need;
}

/**
 * A mutation of claims: each variant with the old signature, without one, and with the issuer's.
 *
 * The first two ask whether the signature is checked before a claim counts; the third one only what the claim does.
 */
export function claimMutation({
  whenSigned,
  modes = EVERY_MODE,
  changes,
  ...facts
}: ClaimMutation): JwsMutation {
  return {
    ...facts,
    of: 'jws',
    class: 'safe',
    needs: modes.includes('signed') ? ['issuer-key', 'claims'] : ['claims'],
    make(original: OriginalJws, materials): readonly Attempt[] {
      const { claims } = original;
      if (claims === null) return [{ variant: '', missing: 'claims' }];
      const variants = changes({ claims, materials });
      if (typeof variants === 'string') return [{ variant: '', missing: variants }];
      const expectedOf = typeof whenSigned === 'string' ? () => whenSigned : whenSigned;
      return Object.entries(variants).flatMap(([variant, change]) =>
        inModes(original, materials, modes, variant, expectedOf(variant), {
          payloadPart: encode(JSON.stringify(changed(claims, change))),
        }),
      );
    },
  };
}
