import { describe, expect, test } from 'vitest';
import { routeUrl, serverAddress } from '../../../src/login/server-address.js';

test.for([
  { text: 'https://api.example.com', address: 'https://api.example.com' },
  { text: ' https://API.example.com:443/v1/ ', address: 'https://api.example.com/v1' },
  { text: 'https://api.example.com/?a=1#b', address: 'https://api.example.com' },
  { text: 'api.example.com', address: 'https://api.example.com' },
  { text: 'api.example.com:8443/v1', address: 'https://api.example.com:8443/v1' },
  { text: 'localhost:4455', address: 'http://localhost:4455' },
  { text: '127.0.0.1:4455', address: 'http://127.0.0.1:4455' },
  { text: '[::1]:4455', address: 'http://[::1]:4455' },
  { text: 'http://[::1]:4455', address: 'http://[::1]:4455' },
])('$text is $address', ({ text, address }) => {
  expect(serverAddress(text)).toBe(address);
});

describe('refused', () => {
  test.for([
    { text: '', message: "'' is no address of a server" },
    { text: 'ftp://example.com', message: "'ftp://example.com' is no address of a server" },
    { text: 'file:///etc/passwd', message: "'file:///etc/passwd' is no address of a server" },
    { text: 'https://', message: "'https://' is no address of a server" },
    {
      text: 'https://agus:hunter2@example.com',
      message: 'the address of the server holds a user name or a password',
    },
    { text: 'https://agus:hunter2@exa mple', message: "'https://***@exa mple' is no address of a server" },
    {
      text: 'http://api.example.com',
      message: 'http://api.example.com is plain HTTP: the password could be read on its way',
    },
    {
      text: 'http://127.0.0.1.example.com',
      message: 'http://127.0.0.1.example.com is plain HTTP: the password could be read on its way',
    },
  ])('$text', ({ text, message }) => {
    expect(() => serverAddress(text)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });

  test('plain HTTP is allowed when it is asked for', () => {
    expect(serverAddress('http://10.0.0.1', true)).toBe('http://10.0.0.1');
  });
});

test.for([
  { path: '/login', url: 'http://h/v1/login' },
  { path: 'auth/login', url: 'http://h/v1/auth/login' },
  { path: '/login?next=%2F', url: 'http://h/v1/login?next=%2F' },
])('the route $path', ({ path, url }) => {
  expect(routeUrl('http://h/v1', path)).toBe(url);
});

test.for(['https://evil.example/login', '//evil.example/login'])('no route: %s', (path) => {
  expect(() => routeUrl('http://h', path)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
