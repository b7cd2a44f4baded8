import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuthctlError } from '../../../src/errors.js';
import { peel, unwrap } from '../../../src/token/peel.js';

const TOKEN = 'eyJhbGciOiJub25lIn0.e30.';
const OTHER = 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA';

describe('peel', () => {
  test.for([
    TOKEN,
    ` ${TOKEN}\r\n`,
    `\ufeff${TOKEN}`,
    `"${TOKEN}"`,
    `'${TOKEN}'`,
    `Bearer ${TOKEN}`,
    `bearer   ${TOKEN}`,
    `DPoP ${TOKEN}`,
    `Authorization: Bearer ${TOKEN}`,
    `"Authorization: Bearer ${TOKEN}"`,
    `authorization:Bearer ${TOKEN}`,
    `X-Auth-Token: ${TOKEN}`,
    `Cookie: theme=dark; session=${TOKEN}; lang=en`,
    `Set-Cookie: token=${TOKEN}; Path=/; HttpOnly`,
    `curl -H 'Authorization: Bearer ${TOKEN}' https://api.example.com/articles`,
    `curl -b "Cookie: a=${TOKEN}" https://api.example.com`,
    `https://app.example.com/callback#access_token=${TOKEN}&token_type=bearer`,
    `https://app.example.com/callback?state=1&token=${TOKEN}`,
    `{"access_token":"${TOKEN}","token_type":"Bearer","expires_in":900}`,
    `{"accessToken":"${TOKEN}"}`,
    `{"token":"Bearer ${TOKEN}"}`,
    `{"data":{"token":"${TOKEN}"}}`,
    `{"id_token":"${OTHER}","access_token":"${TOKEN}"}`,
  ])('%s', (text) => {
    expect(peel(text)).toBe(TOKEN);
  });

  test.for([
    ['access', 'a'],
    ['id', 'i'],
    ['refresh', 'r'],
    [undefined, 'a'],
  ] as const)('of a whole response, the %s token is %s', ([which, token]) => {
    expect(peel('{"id_token":"i","refresh_token":"r","access_token":"a"}', which)).toBe(token);
  });

  test('a JWS in JSON is left as it is', () => {
    const json = '{"payload":"e30","signature":"AAAA","protected":"e30"}';
    expect(peel(json)).toBe(json);
  });

  test.for([
    {
      text: '{"error":"invalid_grant"}',
      which: undefined,
      message: 'this is no token: it is JSON without a token',
      hint: 'a signed token is three base64url parts joined by dots, and starts with `eyJ`',
    },
    {
      text: '{"access_token":"a"}',
      which: 'id',
      message: 'this is no token: it is JSON without an ID token',
      hint: 'it has access_token',
    },
    {
      text: 'https://example.com/',
      which: undefined,
      message: 'this is no token: it is a URL without a token',
      hint: 'a signed token is three base64url parts joined by dots, and starts with `eyJ`',
    },
    {
      text: 'curl https://example.com/',
      which: undefined,
      message: 'this is no token: it is a curl command without an Authorization or Cookie header',
      hint: 'a signed token is three base64url parts joined by dots, and starts with `eyJ`',
    },
  ] as const)('$text is refused', ({ text, which, message, hint }) => {
    expect(() => peel(text, which)).toThrow(AuthctlError);
    expect(() => peel(text, which)).toThrow(expect.objectContaining({ code: 'NOT_A_TOKEN', message, hint }));
  });
});

test('a text that is looked at once, and not for each wrapping, is one without any', () => {
  const character = fc.constantFrom(...'eyJ0_-.~AB:/"\'{}` ?&=bearer');
  fc.assert(
    fc.property(fc.array(character, { maxLength: 30 }), (characters) => {
      const text = characters.join('');
      // White space is always taken off the long way.
      expect(outcome(() => unwrap(text))).toEqual(outcome(() => unwrap(` ${text}`)));
    }),
    { numRuns: 1_000 },
  );
});

function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof AuthctlError ? error.message : error;
  }
}
