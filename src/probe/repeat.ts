import type { PlannedCell } from './plan.js';

/** A word that a POSIX shell takes as it is written. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * The `curl` line that repeats a cell's request. The credential is an environment variable, never its value: `TOKEN` for a
 * token, `COOKIE` for the cookies of a session, `CREDENTIAL` for what else a header holds.
 */
export function curlLine(api: string, { route, subject, url, headers }: PlannedCell): string {
  const address = api + url;
  const words = ['curl', '-i'];
  if (route.method === 'HEAD') words.push('--head');
  else if (route.method !== 'GET') words.push('-X', route.method);
  if (/[[\]{}]/.test(address)) words.push('--globoff');
  if (/\/\.{1,2}(?:[/?]|$)/.test(address)) words.push('--path-as-is');
  if (subject.credential?.kind === 'bearer') words.push('-H', '"Authorization: Bearer $TOKEN"');
  if (subject.credential?.kind === 'cookie') words.push('-H', '"Cookie: $COOKIE"');
  if (subject.credential?.kind === 'header') words.push('-H', `"${subject.credential.header}: $CREDENTIAL"`);
  for (const [name, value] of Object.entries(headers)) words.push('-H', quoted(`${name}: ${value}`));
  return [...words, quoted(address)].join(' ');
}
