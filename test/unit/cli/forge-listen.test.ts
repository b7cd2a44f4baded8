import { X509Certificate } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { runForge } from '../../../src/cli/run-forge.js';
import { createTestContext } from '../../support/test-context.js';
import { hmacToken } from '../../support/tokens.js';

/** Forges, fetches what the token leads to as a server would that believes it, and stops. */
async function fetched(mutation: string, fetchIt = true) {
  const stop = new AbortController();
  const ctx = {
    ...createTestContext({ stdin: hmacToken({ sub: '2' }, { kid: 'k1' }) }),
    signal: stop.signal,
  };
  const run = runForge(ctx, mutation, '-', { listen: 0, marker: 'm' });
  await expect.poll(() => ctx.written.stderr).toContain('Ctrl-C ends');
  const token = ctx.written.stdout.trim();
  const { jku, x5u } = decodeProtectedHeader(token);
  const url = String(jku ?? x5u);
  const answer = fetchIt ? await fetch(url) : undefined;
  const body = await answer?.text();
  stop.abort();
  await run;
  const narrated = ctx.written.stderr.replaceAll(new URL(url).host, 'HOST').split('\n').slice(-4, -1);
  return { token, body, type: answer?.headers.get('content-type'), narrated, url };
}

test('a server that fetches keys by `jku` finds those that the token was signed with', async () => {
  const { token, body = '', type, narrated } = await fetched('jku.spoof');
  expect(type).toBe('application/jwk-set+json');
  const verified = await jwtVerify(token, createLocalJWKSet(JSON.parse(body) as JSONWebKeySet));
  expect(verified.payload).toEqual({ sub: '2' });
  expect(narrated).toEqual(['listening at http://HOST; Ctrl-C ends', 'fetched: GET /jwks.json', '1 request']);
});

test('one that fetches a certificate by `x5u` finds that of the key', async () => {
  const { token, body = '', type } = await fetched('x5u.spoof');
  expect(type).toBe('application/pem-certificate-chain');
  expect((await jwtVerify(token, new X509Certificate(body).publicKey)).payload).toEqual({ sub: '2' });
});

test('that nobody called is said, and nobody listens afterwards', async () => {
  const { narrated, url } = await fetched('jku.spoof', false);
  expect(narrated.at(-1)).toBe('nobody called');
  await expect(fetch(url)).rejects.toThrow();
});
