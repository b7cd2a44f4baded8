import type { Cracked } from '../token/crack/crack.js';
import { count } from './count.js';
import { bad, caution, good, type Line, type Text } from './text.js';

/** `authctl forge crack --json`: the secret is not masked, it is what was asked for. */
export function crackedDocument(cracked: Cracked): object {
  const { algorithm, secret, foundIn, tried, tooLong, complete, pace } = cracked;
  return {
    schema: 'authctl/crack@1',
    found: secret !== undefined,
    secret: secret === undefined ? null : secretText(secret).text,
    secretBase64: secret === undefined ? null : Buffer.from(secret).toString('base64'),
    algorithm,
    foundIn: foundIn ?? null,
    candidates: tried,
    complete,
    linesTooLong: tooLong,
    jobs: pace?.jobs ?? null,
    seconds: pace ? Math.round(pace.seconds * 1000) / 1000 : null,
    candidatesPerSecond: pace ? perSecond(pace) : null,
  };
}

/** A secret as text where it is UTF-8, else as hexadecimal digits behind `hex:`, as `--secret-file` reads it. */
export function secretText(secret: Uint8Array): { readonly text: string; readonly isText: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(secret), isText: true };
  } catch {
    return { text: `hex:${Buffer.from(secret).toString('hex')}`, isText: false };
  }
}

/** What came of the search, for standard error. */
export function crackedNote(cracked: Cracked): Text {
  const { secret, foundIn, algorithm, tried, complete, tooLong } = cracked;
  const candidates = `${count(tried, 'candidate')}${pace(cracked)}`;
  const skipped: readonly Line[] =
    tooLong === 0 ? [] : [[caution('skipped:'), ` ${count(tooLong, 'line')} too long for a secret`]];
  if (secret !== undefined) {
    const where = foundIn === 'built-in' ? 'the well-known ones' : foundIn;
    const what = secret.length === 0 ? 'is empty' : `has ${count(secret.length, 'byte')}`;
    return [
      [bad('found:'), ` the ${algorithm} secret, among ${where}, after ${candidates}; it ${what}`],
      [
        good('advice:'),
        ' take a new secret of random bytes, as long as the hash: anybody can sign with this one',
      ],
    ];
  }
  if (!complete) return [...skipped, [caution('stopped:'), ` not among the first ${candidates}`]];
  return [...skipped, `not found: none of ${candidates}`];
}

function pace({ pace }: Cracked): string {
  // The start of the threads is most of a short search, and its pace says nothing.
  if (!pace || pace.seconds < 1) return '';
  return ` in ${pace.seconds.toFixed(1)} s (${count(perSecond(pace), 'candidate')} a second, ${count(pace.jobs, 'thread')})`;
}

const perSecond = ({ tried, seconds }: { readonly tried: number; readonly seconds: number }): number =>
  seconds > 0 ? Math.round(tried / seconds) : 0;
