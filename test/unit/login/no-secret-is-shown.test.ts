import fc from 'fast-check';
import { expect, test } from 'vitest';
import { run } from '../../../src/cli/run.js';
import type { HttpRequest, HttpResponse } from '../../../src/ports/http.js';
import { visible } from '../../../src/report/visible.js';
import { createTestContext } from '../../support/test-context.js';
import { answer, html, jwt } from './answers.js';

/** Characters that mean something to JSON, to forms, to terminals and to templates; and ordinary ones. */
const secretText = fc
  .string({
    unit: fc.constantFrom(...'aZ09-_.+/=&?%"\\\'{}<>$#:; é\u001b\u200b'),
    minLength: 6,
    maxLength: 24,
  })
  .map((text) => `s3:${text}:3s`);

const signature = fc.string({ unit: fc.constantFrom(...'aZ09-_'), minLength: 10, maxLength: 60 });

interface Secrets {
  readonly password: string;
  readonly signature: string;
  readonly refreshToken: string;
  readonly cookie: string;
}

/** Whatever a careless server does with the secrets that it was sent, or that it makes. */
const carelessAnswers: readonly ((secrets: Secrets) => HttpResponse)[] = [
  ({ signature: mark, refreshToken }) =>
    answer(200, {
      access_token: `${jwt({ role: 'reader' }).replace(/[^.]*$/, '')}${mark}`,
      refresh_token: refreshToken,
    }),
  ({ password, signature: mark }) =>
    answer(200, { user: { password, role: 'reader' }, token: `${jwt({}).replace(/[^.]*$/, '')}${mark}` }),
  ({ password }) => answer(401, { message: `'${password}' is wrong` }),
  ({ password }) => answer(400, password),
  ({ password }) => html(200, `<html><body>${password}</body></html>`),
  ({ password }) => answer(302, '', { location: `/login?password=${encodeURIComponent(password)}` }),
  ({ password }) => answer(500, { error: { message: `query failed: ${password}` } }),
  ({ password }) => answer(200, { [password]: 1 }),
  ({ password }) => answer(429, password, { 'retry-after': password }),
  ({ cookie, password }) => answer(200, { password }, { 'set-cookie': [`sid=${cookie}; Path=/`] }),
  ({ cookie, signature: mark }) =>
    answer(
      401,
      { error: 'no' },
      { 'set-cookie': [`sid=${cookie}`], 'www-authenticate': `Bearer token="${mark}"` },
    ),
];

const flags = fc.subarray(['--verbose', '--json', '--quiet', '--ascii']);

test('no output of a login, of status or of logout holds a password, a signature, a refresh token or a cookie', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        password: secretText,
        signature,
        refreshToken: secretText,
        cookie: signature.map((text) => `c${text}`),
      }),
      fc.constantFrom(...carelessAnswers),
      fc.constantFrom('json', 'form', 'session'),
      flags,
      async (secrets, careless, flow, chosen) => {
        const answers = ({ method }: HttpRequest) =>
          method === 'POST' ? careless(secrets) : answer(404, {});
        const login = createTestContext({
          argv: [
            'login',
            'http://127.0.0.1:4455',
            '-u',
            'agus',
            '--password-stdin',
            '--flow',
            flow,
            ...chosen,
          ],
          stdin: `${secrets.password}\n`,
          answer: answers,
        });
        await run(login);
        const store = await login.ports.store();
        const after = ['status', 'logout'].map((name) =>
          createTestContext({ argv: [name, ...chosen], stdin: '', answer: answers, store }),
        );
        for (const context of after) await run(context);
        const shown = [login, ...after].map(({ written }) => written.stdout + written.stderr).join('\n');
        expect(leaks(shown, secrets)).toEqual([]);
        expect(shown).not.toContain('authctl failed');
      },
    ),
    { numRuns: 400 },
  );
});

/** The secrets that stand in a text, as they are or as JSON, a URL or a terminal shows them. */
function leaks(shown: string, secrets: Secrets): readonly string[] {
  return Object.values(secrets).filter((secret) => {
    const inJson = JSON.stringify(secret).slice(1, -1);
    const forms = [secret, visible(secret), inJson, visible(inJson), encodeURIComponent(secret)];
    return forms.some((form) => shown.includes(form));
  });
}
