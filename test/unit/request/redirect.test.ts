import { describe, expect, test } from 'vitest';
import type { Call } from '../../../src/request/call.js';
import { redirected, redirectTarget } from '../../../src/request/redirect.js';

const FROM = 'https://api.example.com/a?b=1';

describe('where an answer redirects to', () => {
  test.for<{ status: number; location?: string; target: string | undefined }>([
    { status: 302, location: '/b', target: 'https://api.example.com/b' },
    { status: 308, location: 'https://other.example/', target: 'https://other.example/' },
    { status: 200, location: '/b', target: undefined },
    { status: 304, location: '/b', target: undefined },
    { status: 300, location: '/b', target: undefined },
    { status: 302, target: undefined },
    { status: 302, location: 'javascript:alert(1)', target: undefined },
    { status: 302, location: 'http://[', target: undefined },
  ])('$status $location', ({ status, location, target }) => {
    expect(redirectTarget(FROM, { status, headers: location === undefined ? {} : { location } })).toBe(
      target,
    );
  });
});

const call: Call = {
  method: 'POST',
  url: FROM,
  headers: { accept: '*/*', 'content-type': 'application/json', 'x-key': 'secret' },
  body: '{}',
};
const get: Call = { method: 'GET', url: FROM, headers: { accept: '*/*', 'x-key': 'secret' } };
const HERE = 'https://api.example.com/b';
const THERE = 'https://other.example/b';

describe('the request that follows a redirect', () => {
  test.for<{ title: string; call: Call; status: number; target: string; next: Call }>([
    {
      title: 'within the origin a GET is repeated',
      call: get,
      status: 301,
      target: HERE,
      next: { ...get, url: HERE },
    },
    {
      title: 'a POST becomes a GET',
      call,
      status: 302,
      target: HERE,
      next: { method: 'GET', url: HERE, headers: { accept: '*/*', 'x-key': 'secret' } },
    },
    { title: 'a POST stays one', call, status: 307, target: HERE, next: { ...call, url: HERE } },
    {
      title: 'a PUT stays one, but for 303',
      call: { ...call, method: 'PUT' },
      status: 301,
      target: HERE,
      next: { ...call, method: 'PUT', url: HERE },
    },
    {
      title: 'a HEAD stays one even then',
      call: { ...get, method: 'HEAD' },
      status: 303,
      target: HERE,
      next: { ...get, method: 'HEAD', url: HERE },
    },
    {
      title: 'to another origin go no headers that could tell something',
      call: get,
      status: 302,
      target: THERE,
      next: { method: 'GET', url: THERE, headers: { accept: '*/*' } },
    },
  ])('$title', ({ call: before, status, target, next }) => {
    expect(redirected(before, status, target)).toEqual(next);
  });

  test.for([
    { target: THERE, message: `${FROM} redirects what was sent to another server: https://other.example` },
    {
      target: 'http://api.example.com/b',
      message: `${FROM} redirects to plain HTTP: http://api.example.com`,
    },
  ])('what was sent does not go to $target', ({ target, message }) => {
    expect(() => redirected(call, 307, target)).toThrowError(
      expect.objectContaining({ code: 'ANSWER_UNUSABLE', message }),
    );
  });
});
