import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestUrl, wantedFrom } from '../../../src/cli/request-address.js';

const error = (run: () => unknown) => {
  try {
    return run();
  } catch (thrown) {
    const { code, message, hint } = thrown as { code: string; message: string; hint: string };
    return `${code} ${message} | ${hint}`;
  }
};

describe('what a request is to be made of', () => {
  test.for<{ words: string[]; option?: string; wanted: object }>([
    { words: ['/me'], wanted: { method: undefined, address: '/me' } },
    { words: ['get', '/me'], wanted: { method: 'GET', address: '/me' } },
    { words: ['PURGE', '/me'], wanted: { method: 'PURGE', address: '/me' } },
    { words: ['/me'], option: 'patch', wanted: { method: 'PATCH', address: '/me' } },
    { words: ['PATCH', '/me'], option: 'patch', wanted: { method: 'PATCH', address: '/me' } },
    { words: ['/get'], wanted: { method: undefined, address: '/get' } },
    {
      words: ['/a b/\u00e9?q=\u{1f600}#here'],
      wanted: { method: undefined, address: '/a%20b/%C3%A9?q=%F0%9F%98%80' },
    },
    { words: ['/a/../b/%2e'], wanted: { method: undefined, address: '/a/../b/%2e' } },
    { words: ['/find?filter={"a":1}'], wanted: { method: undefined, address: '/find?filter={"a":1}' } },
    {
      words: ['HTTPS://api.example.com/x'],
      wanted: { method: undefined, address: 'HTTPS://api.example.com/x' },
    },
  ])('$words $option', ({ words, option, wanted }) => {
    expect(wantedFrom(words, option)).toEqual(wanted);
  });

  test.for<{ words: string[]; option?: string; refused: string }>([
    { words: [], refused: 'USAGE there is no path | write it like `authctl request GET /articles`' },
    {
      words: ['delete'],
      refused: 'USAGE there is no path after delete | write it like `authctl request GET /articles`',
    },
    {
      words: ['/me', 'put'],
      refused: "USAGE '/me' is no method | the method comes first: `authctl request PUT /me`",
    },
    {
      words: ['G T', '/me'],
      refused: "USAGE 'G T' is no method of a request | write one like GET, POST, PUT, PATCH or DELETE",
    },
    {
      words: ['CONNECT', '/me'],
      refused: "USAGE 'CONNECT' is no method of a request | write one like GET, POST, PUT, PATCH or DELETE",
    },
    {
      words: ['PUT', '/me'],
      option: 'POST',
      refused: 'USAGE the method is said twice: PUT and POST | leave --method out',
    },
    {
      words: ['articles'],
      refused:
        "USAGE 'articles' is neither a path nor a URL | a path begins with a slash, a URL with https:// or http://",
    },
    {
      words: ['//evil.example/x'],
      refused:
        "USAGE '//evil.example/x' is neither a path nor a URL | a path begins with a slash, a URL with https:// or http://",
    },
    {
      words: ['ftp://h/x'],
      refused:
        "USAGE 'ftp://h/x' is neither a path nor a URL | a path begins with a slash, a URL with https:// or http://",
    },
    {
      words: ['http://[::1/x'],
      refused: "USAGE 'http://[::1/x' is no URL | write it like https://api.example.com/articles",
    },
    {
      words: ['https://agus:word@h/x'],
      refused:
        'USAGE the URL holds a user name or a password | write it without them, and store them once with `authctl login URL --flow basic`',
    },
    {
      words: ['/articles/{id}'],
      refused: 'USAGE the parameter {id} of the path is not filled in | write its value, such as /articles/1',
    },
  ])('$words is refused', ({ words, option, refused }) => {
    expect(error(() => wantedFrom(words, option))).toBe(refused);
  });
});

describe('the URL of a request', () => {
  test.for([
    { address: '/me', base: 'https://h', query: [], url: 'https://h/me' },
    { address: '/me', base: 'https://h/v1/', query: [], url: 'https://h/v1/me' },
    {
      address: '/me?a=1',
      base: 'https://h',
      query: ['b=2 3', 'c=a=b&c'],
      url: 'https://h/me?a=1&b=2%203&c=a%3Db%26c',
    },
    { address: 'https://x/y', base: '', query: ['q='], url: 'https://x/y?q=' },
  ])('$address below $base with $query', ({ address, base, query, url }) => {
    expect(requestUrl(address, base, query)).toBe(url);
  });

  test.for(['a', '=b', ''])("'%s' is no parameter", (text) => {
    expect(error(() => requestUrl('/', 'https://h', [text]))).toBe(
      `USAGE '${text}' is no parameter | write --query name=value`,
    );
  });

  test('a server reads back the parameters that were given', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('='));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'grapheme' }))), (pairs) => {
        const url = requestUrl(
          '/',
          'https://h',
          pairs.map((pair) => pair.join('=')),
        );
        expect([...new URL(url).searchParams]).toEqual(pairs);
      }),
      { numRuns: 60 },
    );
  });
});
