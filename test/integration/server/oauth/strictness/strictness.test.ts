import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestIssuer } from '../../../../support/test-issuer.js';
import { oauthChecks } from './oauth.js';
import { openidChecks } from './openid.js';
import { tokenChecks } from './tokens.js';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await TestIssuer.start();
});
afterAll(() => issuer.close());

describe.for([
  { about: 'OAuth 2.0', checks: oauthChecks },
  { about: 'tokens', checks: tokenChecks },
  { about: 'devices, metadata and OpenID Connect', checks: openidChecks },
])('$about', ({ checks }) => {
  test.for(checks)('$section: $says', async ({ ask, answer }) => {
    expect(await ask(issuer)).toEqual(answer);
  });
});

test('nothing that was sent or issued is in the log', async () => {
  const { access_token, refresh_token, id_token } = await issuer.login();
  await issuer.exchange('made-up-code');
  const log = JSON.stringify(issuer.events);
  for (const secret of [
    access_token,
    refresh_token,
    id_token,
    'made-up-code',
    'demo-service-secret',
    'agus-demo',
  ]) {
    expect(log).not.toContain(secret);
  }
});
