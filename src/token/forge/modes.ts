import { encode, headerWith } from './compose.js';
import type { Materials } from './materials.js';
import type { Attempt, Expected } from './mutation.js';
import type { OriginalJws } from './original.js';
import { algorithmFor, forgeSignature } from './signer.js';

/**
 * How a changed token is signed. `stale`: the signature of the token as it was; `none`: not at all, and the header says
 * so; `signed`: with the issuer's key, so that only what follows the check of the signature is tested.
 */
export type Mode = 'stale' | 'none' | 'signed';

/** What takes the place of a part of the token. */
export interface Replacement {
  /** JSON text. */
  readonly header?: string;
  /** Encoded. */
  readonly payloadPart?: string;
}

/**
 * Makes a changed token in several modes, each a variant.
 *
 * @param variant - what the modes' names are put behind; may be empty.
 * @param whenSigned - what a sound server answers to an authentic one.
 */
export function inModes(
  original: OriginalJws,
  materials: Materials,
  modes: readonly Mode[],
  variant: string,
  whenSigned: Expected,
  { header, payloadPart = original.payloadPart }: Replacement,
): readonly Attempt[] {
  const headerPart = header === undefined ? original.headerPart : encode(header);
  if (headerPart === original.headerPart && payloadPart === original.payloadPart) {
    return [{ variant, missing: 'difference' }];
  }
  const makers: Readonly<Record<Mode, () => Attempt>> = {
    stale: () => forged('stale', `${headerPart}.${payloadPart}.${original.signaturePart}`, 'refuse'),
    none: () => forged('none', `${encode(headerWith(original, { alg: 'none' }))}.${payloadPart}.`, 'refuse'),
    signed() {
      const token = signedByIssuer(original, materials, `${headerPart}.${payloadPart}`);
      if (token === undefined) return { variant: named(variant, 'signed'), missing: 'issuer-key' };
      return forged('signed', token, whenSigned);
    },
  };
  const forged = (mode: Mode, token: string, expected: Expected): Attempt => ({
    variant: named(variant, mode),
    token,
    expected,
  });
  return modes.map((mode) => makers[mode]());
}

const named = (variant: string, mode: Mode): string => (variant === '' ? mode : `${variant}.${mode}`);

/** Signs `header.payload` with the issuer's key; undefined where there is none that fits the token. */
export function signedByIssuer(
  { algorithm }: OriginalJws,
  { issuerKey }: Materials,
  input: string,
): string | undefined {
  const fitting = issuerKey && algorithmFor(issuerKey, algorithm);
  if (!issuerKey || fitting === undefined) return undefined;
  return `${input}.${forgeSignature(fitting, issuerKey, input)}`;
}
