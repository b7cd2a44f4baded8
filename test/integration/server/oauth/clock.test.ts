import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SERVICE, TestIssuer } from '../../../support/test-issuer.js';

const NOW = 1_767_225_600;
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

let issuer: TestIssuer;
beforeEach(async () => {
  issuer = await TestIssuer.start({}, () => NOW);
});
afterEach(() => issuer.close());

const refresh = (token: string | undefined) =>
  issuer.token({ grant_type: 'refresh_token', client_id: 'authctl', refresh_token: token });

test('tokens are issued by the clock of the server, and the API takes them', async () => {
  const { access_token = '', id_token = '' } = await issuer.login();
  const [access, id] = [decodeJwt(access_token), decodeJwt(id_token)];
  expect([access.iat, access.exp, id.iat, id.exp]).toEqual([NOW, NOW + 900, NOW, NOW + 900]);
  expect((await issuer.me(access_token)).status).toBe(200);
});

test('what was issued ends as the clock is moved, and what is issued then is good', async () => {
  const { access_token = '', refresh_token } = await issuer.login({ scope: 'openid offline_access' });
  issuer.server.controls.moveClock(900);
  const later = await refresh(refresh_token);
  issuer.server.controls.moveClock(86_400);
  const tooLate = await refresh(later.body.refresh_token);
  expect([(await issuer.me(access_token)).status, later.status, tooLate.status, tooLate.body.error]).toEqual([
    401,
    200,
    400,
    'invalid_grant',
  ]);
  expect(decodeJwt(later.body.access_token).iat).toBe(NOW + 900);
});

test('a device that takes too long has to begin again', async () => {
  const { body } = await issuer.post('/oauth/device_authorization', {
    client_id: 'authctl',
    scope: 'openid',
  });
  issuer.server.controls.moveClock(601);
  const answer = await issuer.token({
    grant_type: DEVICE,
    client_id: 'authctl',
    device_code: body.device_code,
  });
  expect([answer.status, answer.body.error]).toEqual([400, 'expired_token']);
});

test('a clock that is moved is ahead by that and no more, whoever asks it', async () => {
  const other = await TestIssuer.start({}, undefined);
  try {
    other.server.controls.moveClock(900);
    const before = Math.floor(Date.now() / 1000) + 900;
    const { access_token = '' } = await other.login();
    const { iat = 0 } = decodeJwt(access_token);
    const introspected = await other.post('/oauth/introspect', { token: access_token }, SERVICE);
    expect([iat - before >= 0, iat - before < 60]).toEqual([true, true]);
    expect([(await other.me(access_token)).status, introspected.body.active]).toEqual([200, true]);
  } finally {
    await other.close();
  }
});

test('another server of the process, and the process itself, go by their own', async () => {
  const other = await TestIssuer.start();
  try {
    const before = Math.floor(Date.now() / 1000);
    const [mine, theirs] = await Promise.all([issuer.login(), other.login()]);
    const iat = decodeJwt(theirs.access_token ?? '').iat ?? 0;
    expect(decodeJwt(mine.access_token ?? '').iat).toBe(NOW);
    expect([iat - before >= 0, iat - before < 60, Date.now() / 1000 - before < 60]).toEqual([
      true,
      true,
      true,
    ]);
  } finally {
    await other.close();
  }
});
