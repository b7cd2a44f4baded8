/** The value of a cookie (RFC 6265 section 4.2.1); the first one where it is sent twice. */
export function cookieIn(cookies: string | undefined, name: string): string | undefined {
  const pair = cookies?.split(';').find((candidate) => candidate.trimStart().startsWith(`${name}=`));
  return pair?.slice(pair.indexOf('=') + 1).trim();
}
