import { describe, expect, test } from 'vitest';
import { Cookies } from '../../../src/login/cookie-jar.js';
import { csrfRule, csrfToken } from '../../../src/login/csrf.js';
import { answer, html } from './answers.js';

describe('a rule', () => {
  test.for([
    {
      text: 'cookie:XSRF-TOKEN=header:X-XSRF-TOKEN',
      rule: { from: { kind: 'cookie', name: 'XSRF-TOKEN' }, to: { kind: 'header', name: 'X-XSRF-TOKEN' } },
    },
    {
      text: 'field:_csrf',
      rule: { from: { kind: 'field', name: '_csrf' }, to: { kind: 'field', name: '_csrf' } },
    },
    {
      text: 'header:x-csrf-token',
      rule: { from: { kind: 'header', name: 'x-csrf-token' }, to: { kind: 'header', name: 'x-csrf-token' } },
    },
    {
      text: 'meta:csrf-token=field:authenticity_token',
      rule: { from: { kind: 'meta', name: 'csrf-token' }, to: { kind: 'field', name: 'authenticity_token' } },
    },
  ])('$text', ({ text, rule }) => {
    expect(csrfRule(text)).toEqual(rule);
  });

  test.for(['', 'cookie:a', 'meta:a', 'form:a', 'cookie:a=cookie:b', 'field:', 'cookie:a b=header:c'])(
    '%s is none',
    (text) => {
      expect(() => csrfRule(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    },
  );
});

describe('the token', () => {
  const page = html(
    200,
    `<head><meta content='m&amp;1' name="csrf-token"><meta name=other content=no></head>
     <form><input type=hidden value="f&quot;&#39;1" name='_csrf'><input name="username"></form>`,
  );
  const cookies = new Cookies()
    .take({ 'set-cookie': ['XSRF-TOKEN=c%3D1; Path=/', 'broken=%E0%A4%A; Path=/'] }, 'https://h/', 0)
    .at(0);
  test.for([
    { rule: 'meta:csrf-token=header:x', token: 'm&1' },
    { rule: 'field:_csrf', token: `f"'1` },
    { rule: 'cookie:XSRF-TOKEN=header:x', token: 'c=1' },
    { rule: 'cookie:broken=header:x', token: '%E0%A4%A' },
    { rule: 'field:username', token: undefined },
    { rule: 'field:absent', token: undefined },
    { rule: 'cookie:absent=header:x', token: undefined },
    { rule: 'header:X-CSRF-Token', token: 'h1' },
  ])('$rule', ({ rule, token }) => {
    const withHeader = { ...page, headers: { ...page.headers, 'x-csrf-token': 'h1' } };
    expect(csrfToken(csrfRule(rule), withHeader, cookies)).toBe(token);
  });

  test('not in a page without any', () => {
    expect(csrfToken(csrfRule('field:_csrf'), answer(404), [])).toBeUndefined();
  });
});
