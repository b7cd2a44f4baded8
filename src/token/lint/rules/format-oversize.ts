import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** In bytes, from the largest. What breaks first is what was asked for in vain. */
const LIMITS = [
  { over: 8192, what: 'most servers refuse a header line over 8192' },
  { over: 4096, what: 'no browser keeps a cookie over 4096' },
  { over: 2560, what: 'the Windows credential vault keeps no more than 2560' },
] as const;

/** A token that some of the places it has to go through cannot hold. */
export const formatOversize: TokenRule = {
  id: 'format.oversize',
  title: 'too long for where tokens go',
  severity: 'medium',
  about: 'token',
  sources: [rfc(6265, '6.1'), rfc(9110, '5.4')],
  advice: 'leave out claims that an API can look up, such as long lists of groups or permissions',
  judge: ({ text }) => {
    const bytes = Buffer.byteLength(text);
    const limit = LIMITS.find(({ over }) => bytes > over);
    return limit ? [{ message: `the token has ${bytes} bytes: ${limit.what}`, at: '' }] : [];
  },
};
