import { csrfOf } from './attach.js';
import type { ProbeCredential } from './model.js';
import type { PlannedCell } from './plan.js';

/** A word that a POSIX shell takes as it is written. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Header fields whose values a configuration may keep secret. */
const SECRET_HEADER = /authorization|cookie|token|key|secret|csrf|xsrf/i;

/**
 * The `curl` line that repeats a cell's request. The credential is an environment variable, never its value: `TOKEN` for a
 * token, `COOKIE` for the cookies of a session, else the name of the header field.
 */
export function curlLine(api: string, { route, subject, url, headers, body }: PlannedCell): string {
  const address = api + url;
  const words = ['curl', '-i'];
  if (route.method === 'HEAD') words.push('--head');
  else if (route.method !== 'GET') words.push('-X', route.method);
  if (/[[\]{}]/.test(address)) words.push('--globoff');
  if (/\/\.{1,2}(?:[/?]|$)/.test(address)) words.push('--path-as-is');
  if (subject.credential?.kind === 'bearer') words.push('-H', '"Authorization: Bearer $TOKEN"');
  if (subject.credential?.kind === 'cookie') words.push('-H', '"Cookie: $COOKIE"');
  const csrf = subject.credential && csrfOf(subject.credential)?.header;
  if (csrf !== undefined && body !== null) words.push('-H', `"${csrf}: $${variable(csrf)}"`);
  for (const name of headersOf(subject.credential)) words.push('-H', `"${name}: $${variable(name)}"`);
  for (const [name, value] of Object.entries(headers)) {
    words.push(
      '-H',
      SECRET_HEADER.test(name) ? `"${name}: $${variable(name)}"` : quoted(`${name}: ${value}`),
    );
  }
  if (body !== null) words.push('--data-raw', quoted(body));
  return [...words, quoted(address) + queryOf(subject.credential, address)].join(' ');
}

/** Query parameters that carry the credential, each a variable. */
function queryOf(credential: ProbeCredential | undefined, address: string): string {
  const names = credential?.kind === 'composed' ? Object.keys(credential.query ?? {}) : [];
  if (names.length === 0) return '';
  const query = names.map((name) => `${encodeURIComponent(name)}=$${variable(name)}`).join('&');
  return `"${address.includes('?') ? '&' : '?'}${query}"`;
}

/** The fields that hold a credential which is neither a bearer token nor a cookie. */
function headersOf(credential: ProbeCredential | undefined): readonly string[] {
  if (credential?.kind === 'header') return [credential.header];
  return credential?.kind === 'composed' ? Object.keys(credential.headers) : [];
}

/** `X-Api-Key` as a shell variable. */
const variable = (header: string): string => header.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
