import { describe, expect, test } from 'vitest';
import { oauthLogin } from '../../../../src/login/oauth/oauth-login.js';
import { oauthLoginRequest, oauthWorld } from '../../../support/oauth-world.js';
import { ISSUER, NOW, scriptedIssuer } from '../../../support/scripted-issuer.js';
import { answer } from '../../login/answers.js';

describe('client_secret_basic', () => {
  test.for([
    { id: 'ci', secret: 'a-b_c.d~e', pair: 'ci:a-b_c.d~e' },
    { id: 'https://ci.example', secret: 'p:q', pair: 'https%3A//ci.example:p:q' },
    { id: 'ci', secret: 'a+b c%d', pair: 'ci:a%2Bb+c%25d' },
    { id: 'ci', secret: 'pässword', pair: 'ci:p%C3%A4ssword' },
  ])(
    '$secret is sent as $pair: encoded as a form is, and no more than it must',
    async ({ id, secret, pair }) => {
      const issuer = scriptedIssuer();
      const { ports } = oauthWorld(undefined, { http: issuer, now: () => NOW });
      const client = { kind: 'known', id, secret } as const;
      await oauthLogin(oauthLoginRequest(ISSUER, { flow: 'client-credentials', client }), ports);
      const token = issuer.requests.find(({ url }) => url === `${ISSUER}/token`);
      const [, sent = ''] = token?.headers?.authorization?.split(' ') ?? [];
      expect(Buffer.from(sent, 'base64').toString('utf8')).toBe(pair);
    },
  );
});

describe('a client that registers itself is what the server made of it (RFC 7591 section 3.2.1)', () => {
  test.for<{ title: string; made: object; authentication: object }>([
    {
      title: 'a public one',
      made: { token_endpoint_auth_method: 'none' },
      authentication: { method: 'none' },
    },
    {
      title: 'one with a secret, also where it asked for none',
      made: { client_secret: 'made-secret', client_secret_expires_at: 0 },
      authentication: { method: 'client_secret_basic', secret: 'made-secret' },
    },
    {
      title: 'one with a secret of which nobody says the end',
      made: { client_secret: 'made-secret' },
      authentication: { method: 'client_secret_basic', secret: 'made-secret' },
    },
    {
      title: 'a public one that is handed a secret all the same',
      made: { client_secret: 'made-secret', client_secret_expires_at: 0, token_endpoint_auth_method: 'none' },
      authentication: { method: 'none' },
    },
  ])('$title', async ({ made, authentication }) => {
    const issuer = scriptedIssuer({
      metadata: { registration_endpoint: `${ISSUER}/register` },
      answer: (_, path) => (path === '/register' ? answer(201, { client_id: 'made', ...made }) : undefined),
    });
    const { ports } = oauthWorld(undefined, { http: issuer, now: () => NOW });
    const request = oauthLoginRequest(ISSUER, { flow: 'client-credentials', client: { kind: 'register' } });
    const { session } = await oauthLogin(request, ports);
    expect(session.client).toMatchObject({ clientId: 'made', authentication });
  });
});
