import { AuthctlError } from '../errors.js';
import { routeUrl } from '../login/server-address.js';

/** What a request is to be made of, as somebody wrote it. */
export interface Wanted {
  /** In capitals; undefined where nobody said. */
  readonly method: string | undefined;
  /** A path that begins with a slash, or an http or https URL. */
  readonly address: string;
}

/** Methods that a single word is taken for, and not for a path. */
const METHODS: readonly string[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'QUERY',
];
const isMethod = (word: string): boolean => METHODS.includes(word.toUpperCase());

/**
 * Reads `[method] <path or URL>`.
 *
 * @param option - `--method`.
 * @throws {AuthctlError} `USAGE`
 */
export function wantedFrom(words: readonly string[], option: string | undefined): Wanted {
  const [first, second] = words;
  if (first === undefined) throw missing('there is no path');
  if (second === undefined) {
    if (isMethod(first)) throw missing(`there is no path after ${first}`);
    return { method: methodFrom(option), address: addressFrom(first) };
  }
  if (isMethod(second) && !isMethod(first)) {
    throw new AuthctlError('USAGE', `'${first}' is no method`, {
      hint: `the method comes first: \`authctl request ${second.toUpperCase()} ${first}\``,
    });
  }
  const method = methodFrom(first);
  if (option !== undefined && methodFrom(option) !== method) {
    throw new AuthctlError('USAGE', `the method is said twice: ${method} and ${option}`, {
      hint: 'leave --method out',
    });
  }
  return { method, address: addressFrom(second) };
}

const missing = (message: string): AuthctlError =>
  new AuthctlError('USAGE', message, { hint: 'write it like `authctl request GET /articles`' });

/** @see RFC 9110 section 9.1 (`method = token`) */
function methodFrom(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  if (/^[\w!#$%&'*+.^`|~-]+$/.test(word) && word.toUpperCase() !== 'CONNECT') return word.toUpperCase();
  throw new AuthctlError('USAGE', `'${word}' is no method of a request`, {
    hint: 'write one like GET, POST, PUT, PATCH or DELETE',
  });
}

function addressFrom(word: string): string {
  const parameter = /\{([^{}/]*)\}/.exec(word.replace(/\?.*$/s, ''))?.[0];
  if (parameter !== undefined) {
    throw new AuthctlError('USAGE', `the parameter ${parameter} of the path is not filled in`, {
      hint: 'write its value, such as /articles/1',
    });
  }
  if (/^https?:\/\//i.test(word)) return addressOfUrl(word);
  if (/^\/(?!\/)/.test(word)) return encoded(word);
  throw new AuthctlError('USAGE', `'${word}' is neither a path nor a URL`, {
    hint: 'a path begins with a slash, a URL with https:// or http://',
  });
}

function addressOfUrl(word: string): string {
  const whole = encoded(word);
  if (!URL.canParse(whole)) {
    throw new AuthctlError('USAGE', `'${word.replace(/\/\/[^/@]*@/, '//***@')}' is no URL`, {
      hint: 'write it like https://api.example.com/articles',
    });
  }
  const { username, password } = new URL(whole);
  if (username === '' && password === '') return whole;
  throw new AuthctlError('USAGE', 'the URL holds a user name or a password', {
    hint: 'write it without them, and store them once with `authctl login URL --flow basic`',
  });
}

/** What cannot stand in a request line is percent-encoded; the rest goes as it was written. */
const encoded = (text: string): string => text.replace(/#.*$/s, '').replace(/[^\x21-\x7e]/gu, percentEncoded);

/** Half of a surrogate pair stands for no character. */
const percentEncoded = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));

/**
 * The absolute URL of a request.
 *
 * @param base - what a path lies below.
 * @param query - `name=value` each.
 * @throws {AuthctlError} `USAGE`
 */
export function requestUrl(address: string, base: string, query: readonly string[]): string {
  const url = address.startsWith('/') ? routeUrl(base.replace(/\/+$/, ''), address) : address;
  const parameters = query.map(parameterFrom).join('&');
  if (parameters === '') return url;
  return `${url}${url.includes('?') ? '&' : '?'}${parameters}`;
}

function parameterFrom(text: string): string {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) {
    return `${percentEncoded(name)}=${percentEncoded(value)}`;
  }
  throw new AuthctlError('USAGE', `'${text}' is no parameter`, { hint: 'write --query name=value' });
}
