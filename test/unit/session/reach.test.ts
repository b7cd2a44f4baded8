import { expect, test } from 'vitest';
import { homeOf, isReadableOnTheWay, reachOf } from '../../../src/session/reach.js';
import type { Session } from '../../../src/session/session.js';
import { jwt } from '../login/answers.js';
import { tokenSession } from './sessions.js';

const client: NonNullable<Session['client']> = {
  issuer: 'https://id.example',
  tokenEndpoint: 'https://id.example/token',
  clientId: 'cli',
  authentication: { method: 'none' },
};

test.for<{ title: string; session: Session; reach: readonly string[] }>([
  { title: 'its server', session: tokenSession(), reach: ['http://127.0.0.1:4455'] },
  {
    title: 'the resources that were asked for',
    session: tokenSession({
      server: 'https://id.example',
      client: { ...client, resource: ['https://api.example/'] },
    }),
    reach: ['https://id.example', 'https://api.example/'],
  },
  {
    title: 'the URLs in its audience, and no other words there',
    session: tokenSession({
      server: 'https://id.example',
      credential: { kind: 'bearer', accessToken: jwt({ aud: ['https://api.example', 'articles', 7] }) },
    }),
    reach: ['https://id.example', 'https://api.example'],
  },
  {
    title: 'nowhere for a token of which nobody says whom it is for',
    session: tokenSession({ server: '' }),
    reach: [],
  },
])('a credential may go to: $title', ({ session, reach }) => {
  expect(reachOf(session)).toEqual(reach);
});

test.for([
  { url: 'https://api.example/x', home: 'https://api.example/v1' },
  { url: 'https://api.example:443/x', home: 'https://api.example/v1' },
  { url: 'http://api.example/x', home: undefined },
  { url: 'https://api.example.evil/x', home: undefined },
  { url: 'https://sub.api.example/x', home: undefined },
  { url: 'https://api.example:8443/x', home: undefined },
])('$url is at home at $home', ({ url, home }) => {
  expect(homeOf(url, ['https://id.example', 'https://api.example/v1'])).toBe(home);
});

test.for([
  ['https://h', false],
  ['http://h', true],
  ['http://localhost:1', false],
  ['http://127.0.0.1', false],
  ['http://127.0.0.1.evil.example', true],
] as const)('%s can be read on the way: %s', ([url, readable]) => {
  expect(isReadableOnTheWay(url)).toBe(readable);
});
