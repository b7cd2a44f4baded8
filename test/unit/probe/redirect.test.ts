import { describe, expect, test } from 'vitest';
import { absoluteLocation, leadsToLogin, trivialRedirect } from '../../../src/probe/redirect.js';

const FROM = 'http://api.example/Users?page=1';

describe('a redirect that changes nothing of importance', () => {
  test.for([
    [301, 'http://api.example/Users/?page=1', 'same-origin'],
    [307, 'http://api.example/users?page=1', 'same-origin'],
    [308, 'http://api.example/users/?page=1', 'same-origin'],
    [301, 'https://api.example/Users?page=1', 'scheme-only'],
    [302, 'http://api.example/Users/?page=1', null],
    [303, 'http://api.example/Users/?page=1', null],
    [301, 'http://api.example/Users?page=1', null],
    [301, 'http://api.example/Users/', null],
    [301, 'http://api.example/People?page=1', null],
    [301, 'http://other.example/Users?page=1', null],
    [301, 'http://api.example:8080/Users?page=1', null],
    [301, null, null],
  ] as const)('%i to %s: %s', ([status, to, is]) => {
    expect(trivialRedirect(status, FROM, to)).toBe(is);
  });
});

describe('a redirect to a login', () => {
  test.for([
    ['http://api.example/login', true],
    ['http://api.example/login.php?next=/', true],
    ['http://api.example/users/sign_in', true],
    ['http://api.example/auth/signin', true],
    ['http://api.example/saml/sso', true],
    ['http://api.example/403', true],
    ['http://api.example/unauthorized', true],
    ['https://sso.example/realms/a/protocol/openid-connect/auth', true],
    ['https://issuer.example/anything', true],
    ['https://else.example/x?response_type=code&client_id=a', true],
    ['https://else.example/x', false],
    ['http://api.example/logins', false],
    ['http://api.example/authors/7', false],
    ['http://api.example/login/help/page', false],
    ['http://api.example/', false],
  ] as const)('%s: %s', ([to, is]) => {
    expect(leadsToLogin(to, ['https://issuer.example'], 'http://api.example')).toBe(is);
  });

  test('an issuer that is the API itself makes no login of its routes', () => {
    expect(leadsToLogin('http://api.example/home', ['http://api.example'], 'http://api.example')).toBe(false);
  });
});

describe('Location', () => {
  test.for([
    ['/a', 'http://api.example/a'],
    ['b', 'http://api.example/b'],
    ['//other.example/', 'http://other.example/'],
    ['http://[', null],
    [undefined, null],
  ] as const)('%s: %s', ([location, is]) => {
    expect(absoluteLocation(FROM, location)).toBe(is);
  });
});
