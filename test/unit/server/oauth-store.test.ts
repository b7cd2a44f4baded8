import type { AdapterPayload } from 'oidc-provider';
import { expect, test } from 'vitest';
import {
  MOST_OF_A_KIND,
  MOST_REGISTERED_CLIENTS,
  OAuthStore,
} from '../../../src/server/oauth/provider/store.js';

function storeAt(start: number) {
  let now = start;
  const clock = () => now;
  const ended: [string, number][] = [];
  const store = new OAuthStore(clock, (jti, expiresAt) => ended.push([jti, expiresAt]));
  const adapter = (model: string) => store.adapter(model, clock);
  return { store, adapter, ended, advance: (seconds: number) => (now += seconds) };
}

const payload = (members: AdapterPayload = {}): AdapterPayload => ({ ...members });

test('an entry is found by its id until it expires, and by that of no other kind', async () => {
  const { adapter, advance } = storeAt(1_000);
  await adapter('AuthorizationCode').upsert('a', payload({ scope: 'openid' }), 60);
  advance(59);
  expect(await adapter('AuthorizationCode').find('a')).toEqual({ scope: 'openid' });
  expect(await adapter('RefreshToken').find('a')).toBeUndefined();
  advance(1);
  expect(await adapter('AuthorizationCode').find('a')).toBeUndefined();
});

test('a session is found by its uid, a device by its code; when it is gone, so are they', async () => {
  const { adapter } = storeAt(0);
  await adapter('Session').upsert('s', payload({ uid: 'u' }), 60);
  await adapter('DeviceCode').upsert('d', payload({ userCode: 'BBBB' }), 60);
  expect(await adapter('Session').findByUid('u')).toEqual({ uid: 'u' });
  expect(await adapter('DeviceCode').findByUserCode('BBBB')).toEqual({ userCode: 'BBBB' });
  await adapter('Session').destroy('s');
  await adapter('DeviceCode').destroy('d');
  expect(await adapter('Session').findByUid('u')).toBeUndefined();
  expect(await adapter('DeviceCode').findByUserCode('BBBB')).toBeUndefined();
});

test('what was consumed says when', async () => {
  const { adapter, advance } = storeAt(1_000);
  await adapter('RefreshToken').upsert('r', payload(), 60);
  advance(7);
  await adapter('RefreshToken').consume('r');
  expect(await adapter('RefreshToken').find('r')).toEqual({ consumed: 1_007 });
});

test('revoking a grant ends all that came of it, its access tokens too, and nothing else', async () => {
  const { store, adapter, ended } = storeAt(1_000);
  await adapter('RefreshToken').upsert('mine', payload({ grantId: 'g' }), 60);
  await adapter('RefreshToken').upsert('other', payload({ grantId: 'h' }), 60);
  store.noteIssued('jti-g', 'g', 1_900);
  store.noteIssued('jti-h', 'h', 1_900);
  await adapter('AccessToken').revokeByGrantId('g');
  expect(ended).toEqual([['jti-g', 1_900]]);
  expect(await adapter('RefreshToken').find('mine')).toBeUndefined();
  expect(await adapter('RefreshToken').find('other')).toBeDefined();
});

test('a token that expires is not ended', () => {
  const { store, ended, advance } = storeAt(0);
  store.noteIssued('early', 'g', 10);
  advance(10);
  for (let n = 0; n < 1_100; n += 1) store.noteIssued(`later-${n}`, `h-${n}`, 100);
  expect([ended, store.size]).toEqual([[], 1_100]);
});

test('there is room for a thousand clients that register themselves; one that leaves makes room', async () => {
  const { store, adapter } = storeAt(0);
  for (let n = 0; n < MOST_REGISTERED_CLIENTS; n += 1)
    await adapter('Client').upsert(`c${n}`, payload(), undefined as never);
  expect(store.hasRoomForClients).toBe(false);
  await adapter('Client').destroy('c0');
  expect(store.hasRoomForClients).toBe(true);
});

test('of each kind what was not written for longest makes room, whatever there is of others', async () => {
  const { store, adapter } = storeAt(0);
  const sessions = adapter('Session');
  await adapter('Grant').upsert('g', payload(), 600);
  for (let n = 0; n < MOST_OF_A_KIND; n += 1) await sessions.upsert(`s${n}`, payload({ uid: `u${n}` }), 600);
  await sessions.upsert('s0', payload({ uid: 'u0' }), 600);
  const full = store.size;
  await sessions.upsert('another', payload({ uid: 'u' }), 600);
  expect({
    full,
    size: store.size,
    gone: [await sessions.find('s1'), await sessions.findByUid('u1')],
    renewed: await sessions.find('s0'),
    newest: await sessions.findByUid('u'),
    grant: await adapter('Grant').find('g'),
  }).toEqual({
    full: MOST_OF_A_KIND + 1,
    size: MOST_OF_A_KIND + 1,
    gone: [undefined, undefined],
    renewed: { uid: 'u0' },
    newest: { uid: 'u' },
    grant: {},
  });
});
