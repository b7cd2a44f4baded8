import { expect, test } from 'vitest';
import { captureAll } from '../../../src/probe/captured.js';

const answer = {
  text: ' {"id":7,"ok":true,"list":["a",{"token":"t-1"}],"empty":"","nothing":null} ',
  headers: {
    location: 'https://api.example/articles/17?x=1',
    'x-empty': '',
    'set-cookie': ['sid=one; Path=/', 'jwt=a=b; HttpOnly', 'sid=two; Path=/'],
  },
};

test.for([
  { place: '/id', is: '7' },
  { place: '/ok', is: 'true' },
  { place: '/list/1/token', is: 't-1' },
  { place: '/list/0', is: 'a' },
  { place: '/list', is: undefined },
  { place: '/nothing', is: undefined },
  { place: '/empty', is: undefined },
  { place: '/gone', is: undefined },
  { place: 'header:Location', is: 'https://api.example/articles/17?x=1' },
  { place: 'header:location:/articles/(\\d+)', is: '17' },
  { place: 'header:location:articles', is: 'articles' },
  { place: 'header:location:users', is: undefined },
  { place: 'header:x-empty', is: undefined },
  { place: 'header:x-gone', is: undefined },
  { place: 'cookie:sid', is: 'two' },
  { place: 'cookie:jwt', is: 'a=b' },
  { place: 'cookie:jwt:a=(.)', is: 'b' },
  { place: 'cookie:j', is: undefined },
  { place: 'body', is: answer.text.trim() },
  { place: 'body:"token":"([^"]+)"', is: 't-1' },
  { place: 'body:(x)|id', is: 'id' },
])('$place: $is', ({ place, is }) => {
  expect(captureAll({ name: place }, answer)).toEqual(
    is === undefined ? { values: {}, missing: [place] } : { values: { name: is }, missing: [] },
  );
});

test('of what is no JSON, the text and what stands beside it', () => {
  expect(captureAll({ a: 'body', b: '/id', c: '' }, { text: 'a token\n', headers: {} })).toEqual({
    values: { a: 'a token' },
    missing: ['/id', ''],
  });
});

test('one cookie as plain text', () => {
  const headers = { 'set-cookie': 'sid=1; Path=/' };
  expect(captureAll({ a: 'cookie:sid' }, { text: '', headers }).values).toEqual({ a: '1' });
});
