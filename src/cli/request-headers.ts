import { AuthctlError } from '../errors.js';
import { version } from '../version.js';

/** Sent unless somebody says otherwise. */
export const USUAL_HEADERS = {
  accept: 'application/json, */*;q=0.5',
  'user-agent': `authctl/${version}`,
} as const;

/** What the client settles itself: another value would break the request. */
const SETTLED: readonly string[] = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

/**
 * The headers of a request without credentials, names in lower case.
 *
 * @param lines - `Name: value` each; one without a value leaves the usual header of that name out.
 * @throws {AuthctlError} `USAGE` for what is no header, and for what the client settles itself.
 * @see RFC 9110 sections 5.1 and 5.5
 */
export function headersFrom(lines: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { ...USUAL_HEADERS };
  const own = new Map<string, string>();
  for (const line of lines) {
    const { name, value } = headerFrom(line);
    if (value === '') delete headers[name];
    else own.set(name, own.has(name) ? `${own.get(name)}, ${value}` : value);
  }
  return { ...headers, ...Object.fromEntries(own) };
}

function headerFrom(line: string): { readonly name: string; readonly value: string } {
  const [, written, value] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*(.*?)[ \t]*$/s.exec(line) ?? [];
  if (written === undefined || value === undefined) {
    throw new AuthctlError('USAGE', `'${line.split(':')[0]}' is no header`, {
      hint: "write it like -H 'Accept: text/csv'",
    });
  }
  const name = written.toLowerCase();
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    throw new AuthctlError('USAGE', `the header ${written} holds characters that no header can`, {
      hint: 'take letters, digits and signs of ASCII',
    });
  }
  if (!SETTLED.includes(name)) return { name, value };
  throw new AuthctlError('USAGE', `the header ${written} cannot be set`, {
    hint: 'leave it out: it follows from the request',
  });
}

/**
 * Makes sure that nobody's own credential is replaced by the session's.
 *
 * @param attached - the header that carries the session's credential.
 * @throws {AuthctlError} `USAGE`
 */
export function refuseClash(
  headers: Readonly<Record<string, string>>,
  attached: string,
  session: string,
): void {
  if (headers[attached] === undefined) return;
  throw new AuthctlError('USAGE', `session '${session}' sends the header ${attached} itself`, {
    hint: 'leave out -H, or send your own with --as anonymous',
  });
}
