import { describe, expect, test } from 'vitest';
import { findIssuer } from '../../../../src/login/oauth/find-issuer.js';
import type { HttpOutcome } from '../../../../src/ports/http.js';
import { answer, html } from '../answers.js';

/** What each address answers; the others are not there. */
async function find(server: string, answers: Readonly<Record<string, HttpOutcome>>) {
  const asked: string[] = [];
  const http = {
    send: async ({ url }: { readonly url: string }) => {
      asked.push(url);
      return answers[url] ?? answer(404);
    },
  };
  const found = await findIssuer(http, server, 1_000).catch((error: unknown) => error);
  return { found, asked };
}

const named = (issuer: string) => answer(200, { issuer });
const AT = 'https://id.example.com';

describe('where metadata are looked for', () => {
  test.for([
    { title: 'OpenID Connect', server: AT, url: `${AT}/.well-known/openid-configuration` },
    { title: 'RFC 8414', server: AT, url: `${AT}/.well-known/oauth-authorization-server` },
    {
      title: 'OpenID Connect below a path',
      server: `${AT}/one`,
      url: `${AT}/one/.well-known/openid-configuration`,
    },
    {
      title: 'RFC 8414 before the path',
      server: `${AT}/one`,
      url: `${AT}/.well-known/oauth-authorization-server/one`,
    },
    {
      title: 'RFC 8414 appended to the path, as some do',
      server: `${AT}/one`,
      url: `${AT}/one/.well-known/oauth-authorization-server`,
    },
  ])('$title', async ({ server, url }) => {
    const { found } = await find(server, { [url]: named(server) });
    expect(found).toMatchObject({ source: url, metadata: { issuer: server }, api: undefined });
  });

  test('an issuer that ends with a slash is the same address', async () => {
    const { found } = await find(AT, { [`${AT}/.well-known/openid-configuration`]: named(`${AT}/`) });
    expect(found).toMatchObject({ metadata: { issuer: `${AT}/` } });
  });
});

describe('an API that names its server (RFC 9728)', () => {
  const API = 'https://api.example.com/v1';
  const metadata = answer(200, { resource: API, authorization_servers: [AT] });
  const issuer = { [`${AT}/.well-known/openid-configuration`]: named(AT) };

  test('in its challenge', async () => {
    const source = 'https://api.example.com/metadata';
    const { found } = await find(API, {
      [API]: answer(
        401,
        {},
        { 'www-authenticate': `Bearer error="invalid_token", resource_metadata="${source}"` },
      ),
      [source]: metadata,
      ...issuer,
    });
    expect(found).toMatchObject({ metadata: { issuer: AT }, api: { source, resource: API } });
  });

  test('at the usual place', async () => {
    const source = 'https://api.example.com/.well-known/oauth-protected-resource/v1';
    const { found } = await find(API, { [source]: metadata, ...issuer });
    expect(found).toMatchObject({ metadata: { issuer: AT }, api: { source, resource: API } });
  });

  test('not where it calls itself something else', async () => {
    const source = 'https://api.example.com/.well-known/oauth-protected-resource/v1';
    const other = answer(200, { resource: 'https://bank.example.com', authorization_servers: [AT] });
    const { found } = await find(API, { [source]: other, ...issuer });
    expect(found).toMatchObject({
      code: 'ANSWER_UNUSABLE',
      message: `${source} is about the resource https://bank.example.com, not about ${API}`,
    });
  });
});

describe('no server', () => {
  const oidc = `${AT}/.well-known/openid-configuration`;
  test.for<{ title: string; answers: Readonly<Record<string, HttpOutcome>>; error: object }>([
    {
      title: 'nothing but a web site',
      answers: { [oidc]: html(200), [`${AT}/.well-known/oauth-authorization-server`]: html(404) },
      error: {
        code: 'ANSWER_UNUSABLE',
        message: `${AT} is no OAuth server: /.well-known/openid-configuration answered an HTML page, /.well-known/oauth-authorization-server answered 404`,
        hint: 'name the issuer itself, below whose address /.well-known/openid-configuration lies',
      },
    },
    {
      title: 'another issuer',
      answers: { [oidc]: named('https://evil.example.com') },
      error: {
        code: 'ANSWER_UNUSABLE',
        message: `${oidc} is about the issuer https://evil.example.com, not about ${AT}`,
        hint: 'if that is the one you mean, log in there: `authctl login https://evil.example.com`',
      },
    },
    {
      title: 'JSON that is no metadata, and a redirect',
      answers: {
        [oidc]: answer(200, ['no']),
        [`${AT}/.well-known/oauth-authorization-server`]: answer(302, '', { location: 'https://x.example/' }),
      },
      error: {
        message: `${AT} is no OAuth server: /.well-known/openid-configuration answered no metadata, /.well-known/oauth-authorization-server answered a redirect to https://x.example/`,
      },
    },
    {
      title: 'nobody there',
      answers: {
        [oidc]: { kind: 'failure', reason: 'connect', message: `${AT}: nothing accepts connections there` },
      },
      error: { code: 'SERVER_UNREACHABLE', message: `cannot reach ${AT}: nothing accepts connections there` },
    },
    {
      title: 'never an answer',
      answers: {
        [oidc]: { kind: 'failure', reason: 'timeout', message: `${AT}: it did not answer in time` },
      },
      error: { code: 'SERVER_UNREACHABLE', message: `no answer from ${AT}: it did not answer in time` },
    },
  ])('$title', async ({ answers, error }) => {
    expect((await find(AT, answers)).found).toMatchObject(error);
  });
});
