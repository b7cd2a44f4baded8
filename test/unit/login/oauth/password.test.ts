import { expect, test } from 'vitest';
import { oauthLogin } from '../../../../src/login/oauth/oauth-login.js';
import { oauthLoginRequest, oauthWorld } from '../../../support/oauth-world.js';
import { ISSUER, NOW, scriptedIssuer } from '../../../support/scripted-issuer.js';

const request = oauthLoginRequest(ISSUER, {
  flow: 'password',
  subject: { username: 'agus', password: 'a pass&word' },
});

/** What is told of it, where the token endpoint is at this address. */
async function toldAt(endpoint: string) {
  const issuer = scriptedIssuer({ metadata: { token_endpoint: endpoint } });
  const { ports, events } = oauthWorld(undefined, { http: issuer, now: () => NOW });
  const { session } = await oauthLogin(request, ports);
  const [form] = issuer.sentTo('/token');
  return { session, form, warned: events.some(({ kind }) => kind === 'password-grant') };
}

test('the password goes to the token endpoint, with a warning (RFC 9700 section 2.4)', async () => {
  const { session, form, warned } = await toldAt(`${ISSUER}/token`);
  expect(form).toMatchObject({ grant_type: 'password', username: 'agus', password: 'a pass&word' });
  expect(session).toMatchObject({ flow: 'password', username: 'agus' });
  expect(warned).toBe(true);
});

test('on this machine without one', async () => {
  expect((await toldAt('http://127.0.0.1:4455/token')).warned).toBe(false);
});
