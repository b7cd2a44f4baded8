import { expect, test } from 'vitest';
import { maskedHeader, withoutSecrets } from '../../../src/cli/trace-masks.js';
import { type Exchange, harOf } from '../../../src/report/har.js';
import { answer } from '../login/answers.js';

const har = (...exchanges: readonly Exchange[]) =>
  harOf(exchanges, '1.0.0', { header: maskedHeader, text: withoutSecrets });

const AT = 1_767_225_600;

test('an exchange, secrets masked', () => {
  const exchange: Exchange = {
    at: AT,
    request: {
      method: 'POST',
      url: 'https://id.example.com/token?a=1&code=c0de',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: 'Basic c2VjcmV0',
        'x-api-key': 'k',
      },
      body: 'grant_type=password&password=p4ss',
    },
    outcome: answer(200, { access_token: 't0ken' }, { 'set-cookie': ['sid=c00kie; Path=/', 'b=2'] }),
  };
  expect(har(exchange)).toEqual({
    log: {
      version: '1.2',
      creator: { name: 'authctl', version: '1.0.0' },
      entries: [
        {
          startedDateTime: '2026-01-01T00:00:00Z',
          time: 1,
          request: {
            method: 'POST',
            url: 'https://id.example.com/token?a=1&code=***',
            httpVersion: 'HTTP/1.1',
            cookies: [],
            headers: [
              { name: 'content-type', value: 'application/x-www-form-urlencoded' },
              { name: 'authorization', value: 'Basic ***' },
              { name: 'x-api-key', value: '***' },
            ],
            queryString: [
              { name: 'a', value: '1' },
              { name: 'code', value: '***' },
            ],
            headersSize: -1,
            bodySize: 33,
            postData: {
              mimeType: 'application/x-www-form-urlencoded',
              text: 'grant_type=password&password=***',
            },
          },
          response: {
            status: 200,
            statusText: '',
            httpVersion: 'HTTP/1.1',
            cookies: [],
            headers: [
              { name: 'content-type', value: 'application/json' },
              { name: 'set-cookie', value: 'sid=***; Path=/' },
              { name: 'set-cookie', value: 'b=***' },
            ],
            content: { size: 24, mimeType: 'application/json', text: '{"access_token":"***"}' },
            redirectURL: '',
            headersSize: -1,
            bodySize: 24,
          },
          cache: {},
          timings: { send: 0, wait: 1, receive: 0 },
        },
      ],
    },
  });
});

test('a request without an answer', () => {
  const failure: Exchange = {
    at: AT,
    request: { method: 'GET', url: 'https://id.example.com/' },
    outcome: { kind: 'failure', reason: 'timeout', message: 'it did not answer in time' },
  };
  expect(har(failure)).toMatchObject({
    log: {
      entries: [{ response: { status: 0 }, comment: 'it did not answer in time', request: { bodySize: 0 } }],
    },
  });
});
