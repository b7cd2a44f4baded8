import { expect, test } from 'vitest';
import { tracedHttp } from '../../../src/cli/trace.js';
import type { HttpOutcome, HttpRequest } from '../../../src/ports/http.js';
import { createTestContext } from '../../support/test-context.js';
import { answer } from '../login/answers.js';

/** What one exchange is told as. */
async function told(request: HttpRequest, outcome: HttpOutcome): Promise<readonly string[]> {
  const ctx = createTestContext();
  await tracedHttp({ send: async () => outcome }, ctx).send(request);
  return ctx.written.stderr.trimEnd().split('\n');
}

const form = (fields: Record<string, string>, headers = {}): HttpRequest => ({
  method: 'POST',
  url: 'https://id.example.com/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', ...headers },
  body: new URLSearchParams(fields).toString(),
});

test('a token request is a lesson: what it is for, and each parameter', async () => {
  const request = form(
    {
      grant_type: 'authorization_code',
      code: 'the-code-0001',
      code_verifier: 'the-verifier-0001',
      redirect_uri: 'http://127.0.0.1:41234/callback',
      client_id: 'cli',
      unheard_of: '1',
    },
    { dpop: 'eyJh.eyJi.c2ln', authorization: 'Basic Y2xpOnNlY3JldA==' },
  );
  const outcome = answer(200, {
    access_token: 'opaque-access',
    token_type: 'DPoP',
    expires_in: 60,
    refresh_token: 'opaque-refresh',
    scope: 'openid',
    other: 1,
  });
  expect(await told(request, outcome)).toEqual([
    '# the code that the browser brought is exchanged for tokens (RFC 6749 section 4.1.3)',
    '> POST https://id.example.com/token',
    '> content-type: application/x-www-form-urlencoded;charset=UTF-8',
    '> authorization: Basic ***',
    '> dpop: ***                          proves that the sender has the key; good for this request alone (RFC 9449)',
    '> grant_type=authorization_code               what is handed in for a token',
    '> code=***                                    what the browser brought; good once, for a short time',
    '> code_verifier=***                           the secret itself: the code is worth nothing without it (PKCE)',
    '> redirect_uri=http://127.0.0.1:41234/callback  where the browser brings the code: a port of this machine, open for this login',
    '> client_id=cli                               which program asks',
    '> unheard_of=1',
    '< 200',
    '< content-type: application/json',
    '< access_token: ***                           what APIs are called with',
    '< token_type: DPoP                            Bearer: whoever has it can use it; DPoP: only with the key',
    '< expires_in: 60                              seconds that it lasts',
    '< refresh_token: ***                          gets new tokens without anybody; replaced each time where the server rotates it',
    '< scope: openid                               what the token is to be good for',
    '< and 1 more',
  ]);
});

test.for([
  {
    fields: { grant_type: 'client_credentials' },
    says: 'the client asks for a token of its own (RFC 6749 section 4.4)',
  },
  { fields: { grant_type: 'urn:example:new' }, says: 'a token is asked for with the grant urn:example:new' },
  {
    fields: { response_type: 'code', client_id: 'cli' },
    says: 'the authorization request is handed to the server directly, so that the browser cannot change it (RFC 9126)',
  },
  {
    fields: { client_id: 'cli' },
    says: 'a code is asked for, to be entered elsewhere (RFC 8628 section 3.1)',
  },
])('$says', async ({ fields, says }) => {
  const [first] = await told(form(fields as unknown as Record<string, string>), answer(200, {}));
  expect(first).toBe(`# ${says}`);
});

test('secrets are masked wherever they stand', async () => {
  const lines = await told(
    form({
      grant_type: 'password',
      username: 'agus',
      password: 'p4ssw0rd',
      client_secret: 's3cr3t-1',
      subject_token: 's3cr3t-2',
      assertion: 's3cr3t-3',
      device_code: 's3cr3t-4',
      refresh_token: 's3cr3t-5',
    }),
    answer(400, { error: 'invalid_grant', error_description: 'no' }),
  );
  expect(lines.join('\n')).not.toMatch(/p4ssw0rd|s3cr3t/);
  expect(lines).toContain('> username=agus                               who logs in');
  expect(lines).toContain('< error: invalid_grant                        why not');
});

test('what is no OAuth stays as it is', async () => {
  const lines = await told(
    { method: 'GET', url: 'https://api.example.com/articles' },
    answer(200, { articles: [] }),
  );
  expect(lines).toEqual([
    '> GET https://api.example.com/articles',
    '< 200',
    '< content-type: application/json',
    '< {"articles":[]}',
  ]);
});
