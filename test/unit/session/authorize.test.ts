import fc from 'fast-check';
import { CookieJar } from 'tough-cookie';
import { describe, expect, test } from 'vitest';
import { credentialHeaders } from '../../../src/session/authorize.js';
import { cookieHeader, isLoopbackHost } from '../../../src/session/cookie-rules.js';
import type { StoredCookie } from '../../../src/session/session.js';
import { tokenSession } from './sessions.js';

const NOW = 1_767_225_600;

describe('a token', () => {
  const session = tokenSession({ server: 'https://api.example.com/v1' });

  test.for([
    { url: 'https://api.example.com/v1/articles', sent: true },
    { url: 'https://api.example.com/elsewhere', sent: true },
    { url: 'https://API.example.com:443/', sent: true },
    { url: 'http://api.example.com/v1', sent: false },
    { url: 'https://api.example.com:8443/v1', sent: false },
    { url: 'https://api.example.com.evil.example/', sent: false },
    { url: 'https://evil.example/?https://api.example.com', sent: false },
    { url: '/articles', sent: false },
  ])('to $url: $sent', ({ url, sent }) => {
    expect(credentialHeaders(session, url, NOW)).toEqual(
      sent ? { authorization: 'Bearer opaque-token' } : {},
    );
  });
});

const cookie = (changes: Partial<StoredCookie> = {}): StoredCookie => ({
  name: 'sid',
  value: 'abc',
  domain: 'example.com',
  hostOnly: true,
  path: '/',
  secure: false,
  httpOnly: true,
  ...changes,
});

describe('a cookie', () => {
  test.for<{ title: string; cookie: StoredCookie; url: string; sent: boolean }>([
    { title: 'host only, same host', cookie: cookie(), url: 'http://example.com/x', sent: true },
    { title: 'host only, below it', cookie: cookie(), url: 'http://a.example.com/x', sent: false },
    {
      title: 'domain, below it',
      cookie: cookie({ hostOnly: false }),
      url: 'http://a.example.com/',
      sent: true,
    },
    {
      title: 'domain, other',
      cookie: cookie({ hostOnly: false }),
      url: 'http://badexample.com/',
      sent: false,
    },
    { title: 'path itself', cookie: cookie({ path: '/api' }), url: 'http://example.com/api', sent: true },
    { title: 'path below', cookie: cookie({ path: '/api' }), url: 'http://example.com/api/x', sent: true },
    { title: 'path beside', cookie: cookie({ path: '/api' }), url: 'http://example.com/apix', sent: false },
    { title: 'secure by http', cookie: cookie({ secure: true }), url: 'http://example.com/', sent: false },
    { title: 'secure by https', cookie: cookie({ secure: true }), url: 'https://example.com/', sent: true },
    {
      title: 'secure on loopback',
      cookie: cookie({ secure: true, domain: '127.0.0.1' }),
      url: 'http://127.0.0.1:4455/',
      sent: true,
    },
    { title: 'expires now', cookie: cookie({ expiresAt: NOW }), url: 'http://example.com/', sent: false },
    {
      title: 'expires later',
      cookie: cookie({ expiresAt: NOW + 1 }),
      url: 'http://example.com/',
      sent: true,
    },
    {
      title: 'IPv6',
      cookie: cookie({ domain: '[::1]' }),
      url: 'http://[::1]:4455/',
      sent: true,
    },
  ])('$title: $sent', ({ cookie: one, url, sent }) => {
    const holder = {
      server: 'http://unused.example',
      credential: { kind: 'cookie' as const, cookies: [one] },
    };
    expect(credentialHeaders(holder, url, NOW)).toEqual(sent ? { cookie: 'sid=abc' } : {});
  });

  test('the cookie of the longer path comes first', () => {
    const cookies = [cookie({ value: 'root' }), cookie({ value: 'api', path: '/api' })];
    expect(cookieHeader(cookies, 'http://example.com/api/x', NOW)).toBe('sid=api; sid=root');
  });

  test('goes wherever a cookie jar would send it, and nowhere else', () => {
    const host = fc.constantFrom('example.com', 'a.example.com', 'b.a.example.com', 'other.org', '10.0.0.1');
    const path = fc.constantFrom('/', '/a', '/a/', '/a/b', '/ab', '/b');
    fc.assert(
      fc.property(
        fc.record({
          setBy: host,
          hostOnly: fc.boolean(),
          path,
          secure: fc.boolean(),
          maxAge: fc.integer({ min: 1, max: 9 }),
        }),
        fc.record({
          scheme: fc.constantFrom('http', 'https'),
          host,
          path,
          after: fc.integer({ min: 0, max: 10 }),
        }),
        (set, asked) => {
          const jar = new CookieJar();
          const attributes = [
            'sid=abc',
            `Path=${set.path}`,
            `Max-Age=${set.maxAge}`,
            ...(set.hostOnly ? [] : [`Domain=${set.setBy}`]),
            ...(set.secure ? ['Secure'] : []),
          ].join('; ');
          jar.setCookieSync(attributes, `https://${set.setBy}/`, { now: new Date(NOW * 1000) });
          const url = `${asked.scheme}://${asked.host}${asked.path}`;
          const stored = cookie({
            domain: set.setBy,
            hostOnly: set.hostOnly,
            path: set.path,
            secure: set.secure,
            expiresAt: NOW + set.maxAge,
          });
          const fits = jar.getCookiesSync(url, { expire: false }).length > 0;
          const expected = fits && asked.after < set.maxAge ? 'sid=abc' : undefined;
          expect(cookieHeader([stored], url, NOW + asked.after)).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test.for([
  ['localhost', true],
  ['api.localhost', true],
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['[::1]', true],
  ['127.0.0.1.example.com', false],
  ['localhost.example.com', false],
  ['10.0.0.1', false],
  ['[::2]', false],
] as const)('%s is this machine: %s', ([host, expected]) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
