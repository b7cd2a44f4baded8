import { encode } from 'uqr';
import type { Context } from './context.js';

/** Modules around the code that scanners need (ISO/IEC 18004 section 6.3.8 asks for 4; 2 do on a screen). */
const BORDER = 2;

/**
 * Draws addresses as QR codes where they can be shown: on a terminal that is wide enough and has the characters.
 *
 * Two modules a character, light ones drawn: on a dark screen the code has its usual colours, on a light one it is
 * inverted, which scanners read as well.
 */
export function qrLines({ stderr, settings }: Context): (address: string) => readonly string[] | undefined {
  return (address) => {
    if (!stderr.isTTY || settings.ascii) return undefined;
    const { data, size } = encode(address, { ecc: 'L', border: BORDER });
    if (size > (stderr.columns ?? 80)) return undefined;
    return drawn(data);
  };
}

function drawn(modules: readonly (readonly boolean[])[]): readonly string[] {
  const pairs = modules.flatMap((upper, row) => (row % 2 === 0 ? [[upper, modules[row + 1]] as const] : []));
  return pairs.map(([upper, lower]) =>
    upper.map((dark, column) => HALVES[Number(!dark) * 2 + Number(!(lower?.[column] ?? true))]).join(''),
  );
}

/** By light upper half and light lower half. */
const HALVES = [' ', '▄', '▀', '█'];
