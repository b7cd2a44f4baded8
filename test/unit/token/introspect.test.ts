import { describe, expect, test } from 'vitest';
import type { Http, HttpRequest } from '../../../src/ports/http.js';
import { introspect } from '../../../src/token/introspect.js';
import { verifyAtIssuer } from '../../../src/token/verify-at-issuer.js';
import { type Scripted, scriptedHttp } from '../../support/scripted-http.js';

const ISSUER = 'https://issuer.example';
const ENDPOINT = `${ISSUER}/introspect`;
const OPAQUE = '2YotnFZFEjr1zCsicMWpAA';
const NOW = 1_767_225_600;

/** An issuer that answers this when it is asked about a token. */
const issuer = (answer: Scripted, more: object = {}) =>
  scriptedHttp(({ url }) => {
    if (url === '/introspect') return answer;
    return url === '/.well-known/openid-configuration'
      ? { status: 200, body: { issuer: ISSUER, introspection_endpoint: ENDPOINT, ...more } }
      : 404;
  });

const ask =
  (http: Http, client = {}) =>
  (token: string) =>
    introspect(token, { web: http, http }, { issuer: ISSUER, client });

describe('answers', () => {
  test.for([
    { body: { active: true, sub: '2' }, active: true },
    { body: { active: false }, active: false },
  ])('$body', async ({ body, active }) => {
    expect(await ask(issuer({ status: 200, body }))(OPAQUE)).toEqual({
      endpoint: ENDPOINT,
      active,
      claims: body,
    });
  });

  const silent = 'does not say whether the token is active';
  test.for<{ answer: Scripted; code: string; message: string; hint: string }>([
    ...[{}, { active: 'true' }, { active: 1 }, { active: null }, [], 'null', '<html>', ''].map((body) => ({
      answer: { status: 200, body, headers: { 'content-type': 'text/html; charset=utf-8' } },
      code: 'ANSWER_UNUSABLE',
      message: `nothing was learned from ${ENDPOINT}: its answer (text/html) ${silent}`,
      hint: 'RFC 7662',
    })),
    ...[401, 403].map((status) => ({
      answer: status,
      code: 'ANSWER_UNUSABLE',
      message: `nothing was learned from ${ENDPOINT}: it refused the client (${status})`,
      hint: '--client-id',
    })),
    {
      answer: 400,
      code: 'ANSWER_UNUSABLE',
      message: `nothing was learned from ${ENDPOINT}: it answered 400, and was not told which client asks`,
      hint: '--client-id',
    },
    ...[302, 404, 500].map((status) => ({
      answer: { status, headers: { location: 'https://evil.example' } },
      code: 'ANSWER_UNUSABLE',
      message: `nothing was learned from ${ENDPOINT}: it answered ${status}`,
      hint: 'RFC 7662',
    })),
    {
      answer: 'timeout',
      code: 'SERVER_UNREACHABLE',
      message: `cannot ask ${ENDPOINT}: scripted: timeout`,
      hint: '--timeout',
    },
  ])('$answer', async ({ answer, code, message, hint }) => {
    await expect(ask(issuer(answer))(OPAQUE)).rejects.toMatchObject({
      code,
      message,
      hint: expect.stringContaining(hint),
    });
  });

  test('400 to a client that was named', async () => {
    await expect(ask(issuer(400), { id: 'app' })(OPAQUE)).rejects.toMatchObject({
      message: `nothing was learned from ${ENDPOINT}: it answered 400`,
      hint: expect.stringContaining('RFC 7662'),
    });
  });

  test('metadata without the endpoint', async () => {
    await expect(ask(issuer(200, { introspection_endpoint: undefined }))(OPAQUE)).rejects.toMatchObject({
      code: 'KEYS_UNAVAILABLE',
    });
  });
});

describe('who asks', () => {
  const POST = { introspection_endpoint_auth_methods_supported: ['client_secret_post'] };
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  test.for([
    { client: {}, more: {}, body: `token=${OPAQUE}`, authorization: undefined },
    { client: { id: 'me' }, more: {}, body: `token=${OPAQUE}&client_id=me`, authorization: undefined },
    {
      client: { id: 'm e', secret: 'a:b' },
      more: {},
      body: `token=${OPAQUE}`,
      authorization: basic('m+e:a%3Ab'),
    },
    {
      client: { id: 'me', secret: 's' },
      more: POST,
      body: `token=${OPAQUE}&client_id=me&client_secret=s`,
      authorization: undefined,
    },
  ])('$client', async ({ client, more, body, authorization }) => {
    const sent: HttpRequest[] = [];
    const web = issuer({ status: 200, body: { active: true } }, more);
    const http: Http = {
      send: (request) => {
        sent.push(request);
        return web.send(request);
      },
    };
    await introspect(OPAQUE, { web, http }, { issuer: ISSUER, client });
    expect(
      sent.map(({ body: text, headers }) => ({ body: text, authorization: headers?.authorization })),
    ).toEqual([{ body, authorization }]);
  });
});

describe('what only its issuer can read is judged by the answer', () => {
  const keys = () => Promise.reject(new Error('keys were asked for'));
  test.for([
    { answer: { active: true }, expected: {}, codes: [] },
    { answer: { active: false, exp: NOW - 1 }, expected: {}, codes: ['revoked'] },
    { answer: { active: true, exp: NOW - 1 }, expected: {}, codes: ['expired'] },
    { answer: { active: true, aud: 'other' }, expected: { audience: ['api'] }, codes: ['audience'] },
    { answer: { active: true }, expected: { issuer: ISSUER }, codes: [] },
    { answer: { active: true, iss: 'https://other' }, expected: { issuer: ISSUER }, codes: ['issuer'] },
    { answer: { active: true, scope: 'read' }, expected: { scope: ['write'] }, codes: ['scope'] },
  ])('$answer with $expected: $codes', async ({ answer, expected, codes }) => {
    const http = issuer({ status: 200, body: answer });
    const { valid, failures } = await verifyAtIssuer(OPAQUE, NOW, { keys, ...expected }, ask(http));
    expect({ valid, codes: failures.map(({ code }) => code) }).toEqual({ valid: codes.length === 0, codes });
  });

  test('what is no token is not sent', async () => {
    const http = issuer({ status: 200, body: { active: true } });
    const result = await verifyAtIssuer('hello', NOW, { keys }, ask(http));
    expect([result.valid, result.introspection, http.asked]).toEqual([false, null, []]);
  });
});
