import { AuthctlError } from '../errors.js';
import { isLoopbackHost } from '../session/cookie-rules.js';

/**
 * The base URL of a server as a person writes it, without a trailing slash, query or fragment.
 *
 * Without a scheme it is `https:`, or `http:` on this machine.
 *
 * @param insecureHttp - allows plain HTTP to another machine, where everybody on the way can read the password.
 * @throws {AuthctlError} `USAGE` for what is no address, holds a password, or is plain HTTP to another machine.
 */
export function serverAddress(text: string, insecureHttp = false): string {
  const url = parsed(text.trim());
  if (url.username !== '' || url.password !== '') {
    throw new AuthctlError('USAGE', 'the address of the server holds a user name or a password', {
      hint: 'write the address without them, and use --username and --password-stdin',
    });
  }
  if (url.protocol === 'http:' && !insecureHttp && !isLoopbackHost(url.hostname)) {
    throw new AuthctlError('USAGE', `${url.origin} is plain HTTP: the password could be read on its way`, {
      hint: 'use https://, or --insecure-http if the network is your own',
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function parsed(text: string): URL {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  const host = /^(\[[^\]]*\]|[^/:?#]*)/.exec(text)?.[1] ?? '';
  const whole = scheme === undefined ? `${isLoopbackHost(host) ? 'http' : 'https'}://${text}` : text;
  if (text !== '' && URL.canParse(whole)) {
    const url = new URL(whole);
    if (/^https?:$/.test(url.protocol)) return url;
  }
  throw new AuthctlError('USAGE', `'${text.replace(/\/\/[^/@]*@/, '//***@')}' is no address of a server`, {
    hint: 'write it like https://api.example.com or 127.0.0.1:4455',
  });
}

/**
 * The absolute URL of a route below a server's base URL.
 *
 * @throws {AuthctlError} `USAGE` for a path that would leave the server.
 */
export function routeUrl(server: string, path: string): string {
  const whole = `${server}${path.startsWith('/') ? '' : '/'}${path}`;
  if (!/^[a-z][a-z0-9+.-]*:/i.test(path) && !path.startsWith('//') && URL.canParse(whole)) return whole;
  throw new AuthctlError('USAGE', `'${path}' is no path of a route`, { hint: 'write it like /login' });
}
