import { describe, expect, test } from 'vitest';
import type { HttpOutcome } from '../../../../src/ports/http.js';
import { ISSUER, idToken, NOW, scriptedIssuer } from '../../../support/scripted-issuer.js';
import { scriptedLogin } from '../../../support/scripted-login.js';
import { answer, html } from '../answers.js';

const DEVICE = {
  device_code: 'the-device-code',
  user_code: 'WDJB-MJHT',
  verification_uri: `${ISSUER}/activate`,
  verification_uri_complete: `${ISSUER}/activate?user_code=WDJB-MJHT`,
  expires_in: 60,
};

const pending = answer(400, { error: 'authorization_pending' });
const slowDown = answer(400, { error: 'slow_down' });
const away: HttpOutcome = {
  kind: 'failure',
  reason: 'connect',
  message: `${ISSUER}: nothing accepts connections there`,
};
const granted = async () =>
  answer(200, { access_token: 'opaque-access-token', token_type: 'Bearer', id_token: await idToken() });

/** A login whose questions are answered in turn; the last answer stays. */
function login(answers: readonly (HttpOutcome | 'granted')[], device: HttpOutcome = answer(200, DEVICE)) {
  const asked: number[] = [];
  const left = [...answers];
  const scene = scriptedLogin({
    http: scriptedIssuer({
      answer: (_, path) => {
        if (path === '/device') return device;
        if (path !== '/token') return undefined;
        asked.push(scene.slept());
        const next = left.length > 1 ? left.shift() : left[0];
        return next === 'granted' ? granted() : next;
      },
    }),
    request: { flow: 'device', scope: 'openid' },
  });
  return { ...scene, asked };
}

const withInterval = (interval: number) => answer(200, { ...DEVICE, interval });

describe('when the next question is asked (RFC 8628)', () => {
  test.for<{
    rule: string;
    device?: HttpOutcome;
    answers: readonly (HttpOutcome | 'granted')[];
    asked: number[];
  }>([
    { rule: '5 seconds where the server says nothing (3.2)', answers: [pending, 'granted'], asked: [5, 10] },
    {
      rule: 'the interval of the server',
      device: withInterval(2),
      answers: [pending, pending, 'granted'],
      asked: [2, 4, 6],
    },
    {
      rule: '5 more after each slow_down, for good (3.5)',
      device: withInterval(1),
      answers: [slowDown, pending, slowDown, pending, 'granted'],
      asked: [1, 7, 13, 24, 35],
    },
    {
      rule: 'twice as long after a failure of the network (3.5)',
      answers: [away, pending, 'granted'],
      asked: [5, 15, 25],
    },
    { rule: 'and after a page of a gateway', answers: [html(502), html(503), 'granted'], asked: [5, 15, 35] },
  ])('$rule', async ({ device, answers, asked: expected }) => {
    const { result, asked } = login(answers, device);
    expect((await result).session).toMatchObject({ flow: 'device', username: 'agus' });
    expect(asked).toEqual(expected);
  });
});

describe('it stops', () => {
  test.for([
    {
      at: 'access_denied',
      answers: [pending, answer(400, { error: 'access_denied' })],
      message: `${ISSUER} refused the login: access_denied`,
      hint: 'somebody said no; log in again and allow it',
      asked: 2,
    },
    {
      at: 'expired_token',
      answers: [answer(400, { error: 'expired_token' })],
      message: `${ISSUER} refused the login: expired_token`,
      hint: 'the code has expired; log in again',
      asked: 1,
    },
    {
      at: 'the end of the code, whatever the server says',
      answers: [pending],
      message: 'the code has expired, and nobody had entered it',
      hint: 'log in again for a new one',
      asked: 11,
    },
    {
      at: 'an error that is no "pending"',
      answers: [answer(401, { error: 'invalid_client' })],
      message: `${ISSUER} refused the login: invalid_client`,
      hint: 'check the client id and its secret, and how it is sent: --client-auth basic, post, private-key-jwt or tls',
      asked: 1,
    },
    {
      at: 'a 4xx that is no OAuth error',
      answers: [html(404)],
      message: `${ISSUER} answered status 404 and an HTML page to a token request`,
      hint: 'try again later, or see what was sent and answered with --verbose',
      asked: 1,
    },
  ])('at $at', async ({ answers, message, hint, asked: times }) => {
    const { result, asked } = login(answers);
    await expect(result).rejects.toMatchObject({ message, hint });
    expect(asked).toHaveLength(times);
  });

  test('at Ctrl-C', async () => {
    const scene = scriptedLogin({
      http: scriptedIssuer({ answer: (_, path) => (path === '/device' ? answer(200, DEVICE) : undefined) }),
      request: { flow: 'device' },
      interruptedAfter: 3,
    });
    await expect(scene.result).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(scene.slept()).toBe(3);
  });
});

test('what a person is told, the user code beside the complete address (3.3.1, 5.4)', async () => {
  const { result, events, secrets } = login(['granted']);
  await result;
  expect(events[1]).toEqual({
    kind: 'device',
    userCode: 'WDJB-MJHT',
    verificationUri: `${ISSUER}/activate`,
    verificationUriComplete: `${ISSUER}/activate?user_code=WDJB-MJHT`,
    issuer: ISSUER,
    clientId: 'cli',
    scope: 'openid',
    expiresAt: NOW + 60,
  });
  expect(secrets).toContain('the-device-code');
});

test('verification_url, as servers from before the RFC call it', async () => {
  const { verification_uri, verification_uri_complete, ...rest } = DEVICE;
  const old = answer(200, { ...rest, verification_url: verification_uri });
  const { result, events } = login(['granted'], old);
  await result;
  expect(events[1]).toMatchObject({ verificationUri: verification_uri, verificationUriComplete: undefined });
  expect(verification_uri_complete).toBeDefined();
});

test('a page instead of a code', async () => {
  await expect(login(['granted'], html(503)).result).rejects.toMatchObject({ code: 'ANSWER_UNUSABLE' });
});
