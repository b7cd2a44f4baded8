import { describe, expect, test } from 'vitest';
import { run } from '../../../../src/cli/run.js';
import { createTestContext, type World } from '../../../support/test-context.js';
import { compact, ecPair, hmacToken, TEST_SECRET } from '../../../support/tokens.js';

const NOW = 1_767_225_600;
const CLAIMS = {
  iss: 'https://issuer.example',
  sub: '2',
  aud: ['api', 'web'],
  iat: NOW - 3_600,
  nbf: NOW - 3_600,
  exp: NOW + 3_600,
  scope: 'read write',
  role: 'editor',
  tenant: { id: 7, role: 'owner' },
};
const TOKEN = hmacToken(CLAIMS, { typ: 'at+jwt' });

const FILES = {
  'secret.txt': TEST_SECRET,
  'public.pem': ecPair().publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};

/** Runs `authctl verify --json` and answers its exit status, and the codes and messages of what it said. */
async function verify(args: readonly string[], world: World = {}) {
  const argv = ['verify', '--json', ...args];
  const ctx = createTestContext({ now: NOW, files: FILES, ...world, argv });
  const status = await run(ctx);
  const document = JSON.parse(ctx.written.stdout) as {
    readonly failures?: readonly { readonly code: string }[];
    readonly message?: string;
    readonly hint?: string;
  };
  return { status, codes: document.failures?.map(({ code }) => code), stderr: ctx.written.stderr };
}

const judged = async (flags: readonly string[], token = TOKEN) => {
  const { status, codes } = await verify([token, '--secret-file', 'secret.txt', ...flags]);
  return { status, codes };
};

const accepted = { status: 0, codes: [] };
const refused = (...codes: readonly string[]) => ({ status: 1, codes });

describe('checks, one by one', () => {
  test.for(
    [
      [],
      ['--at', '2026-01-01T00:59:59Z'],
      ['--at', '2025-12-31T23:00:00Z'],
      ['--at', String(NOW)],
      ['--at', '2026-01-01T01:00:00Z', '--leeway', '1'],
      ['--at', '2025-12-31T22:59:50Z', '--leeway', '10s'],
      ['--max-age', '1h'],
      ['--max-age', '59m', '--leeway', '60'],
      ['--require', 'iat,exp'],
      ['--require', '/tenant/id'],
      ['--claim', 'role=editor'],
      ['--claim', 'aud=web'],
      ['--claim', '/tenant/id=7', '--claim', 'sub=2'],
      ['--typ', 'at+jwt'],
      ['--typ', 'application/AT+JWT'],
      ['--scope', 'read'],
      ['--scope', 'write read'],
      ['--scope', 'write,read'],
      ['--role', 'editor'],
      ['--role', 'owner', '--role-claim', '/tenant/role'],
      ['--subject', '2'],
      ['--audience', 'api'],
      ['--audience', 'other,web'],
      ['--issuer', 'https://issuer.example'],
      ['--alg', 'HS256'],
      ['--alg', 'ES256,HS256'],
    ].map((flags) => ({ flags })),
  )('$flags', async ({ flags }) => {
    expect(await judged(flags)).toEqual(accepted);
  });

  test.for([
    { flags: ['--at', '2026-01-01T01:00:00Z'], codes: ['expired'] },
    { flags: ['--at', '2026-01-01T01:00:01Z', '--leeway', '1'], codes: ['expired'] },
    { flags: ['--at', '2025-12-31T22:59:59Z'], codes: ['not-yet-valid', 'issued-in-future'] },
    { flags: ['--max-age', '3599'], codes: ['too-old'] },
    { flags: ['--require', 'jti,iat'], codes: ['claim-missing'] },
    { flags: ['--require', '/tenant/name'], codes: ['claim-missing'] },
    { flags: ['--claim', 'role=admin'], codes: ['claim-mismatch'] },
    { flags: ['--claim', 'plan=free'], codes: ['claim-missing'] },
    { flags: ['--typ', 'JWT'], codes: ['type'] },
    { flags: ['--scope', 'read admin'], codes: ['scope'] },
    { flags: ['--role', 'admin'], codes: ['role'] },
    { flags: ['--role', 'editor', '--role-claim', '/tenant/id'], codes: ['role'] },
    { flags: ['--subject', '02'], codes: ['subject'] },
    { flags: ['--audience', 'API'], codes: ['audience'] },
    { flags: ['--issuer', 'https://issuer.example/'], codes: ['issuer'] },
    { flags: ['--alg', 'HS512'], codes: ['algorithm'] },
  ])('$flags: $codes', async ({ flags, codes }) => {
    expect(await judged(flags)).toEqual(refused(...codes));
  });
});

describe('checks together', () => {
  const all = (age: string, role: string) => [
    ...['--issuer', 'https://issuer.example', '--audience', 'api', '--subject', '2', '--typ', 'at+jwt'],
    ...['--require', 'iat', '--claim', 'tenant={"id":7,"role":"owner"}', '--scope', 'read', '--alg', 'HS256'],
    ...['--max-age', age, '--role', role, '--leeway', '5'],
  ];

  test('all are passed', async () => {
    expect(await judged(all('1h', 'editor'))).toEqual(accepted);
  });

  test('each one that is not is listed', async () => {
    expect(await judged(all('10m', 'admin'))).toEqual(refused('too-old', 'role'));
  });

  test('every one is listed, beside the signature', async () => {
    const flags = [
      ...[
        '--issuer',
        'x',
        '--audience',
        'x',
        '--subject',
        'x',
        '--typ',
        'x',
        '--require',
        'x',
        '--claim',
        'role=x',
      ],
      ...['--scope', 'x', '--role', 'x', '--max-age', '1', '--at', '2026-01-02'],
    ];
    expect(await judged(flags, hmacToken(CLAIMS, {}, 'x'.repeat(32)))).toEqual(
      refused(
        ...['signature', 'type', 'expired', 'too-old', 'issuer', 'audience', 'subject', 'claim-missing'],
        ...['claim-mismatch', 'scope', 'role'],
      ),
    );
  });

  test('claims are checked of a token that is not signed too', async () => {
    expect(await judged(['--role', 'admin'], compact({ alg: 'none' }, CLAIMS, ''))).toEqual(
      refused('algorithm', 'role'),
    );
  });
});

describe('wrong flags: exit 2, and what to do', () => {
  const KEYS = {
    '--jwks': 'keys.json',
    '--key': 'public.pem',
    '--secret-file': 'secret.txt',
    '--secret-env': 'SECRET',
    '--ca': 'ca.pem',
  };
  const names = Object.keys(KEYS) as readonly (keyof typeof KEYS)[];
  const pairs = names.flatMap((one, at) =>
    names.slice(at + 1).map((other) => [one, KEYS[one], other, KEYS[other]]),
  );
  const wrong: readonly (readonly string[])[] = [
    ...pairs,
    ['--offline', '--refresh-keys'],
    ['--offline', '--introspect'],
    ['--lines', '--introspect'],
    ['--lines', '--as', 'agus'],
    ['--lines', '--key', 'public.pem'],
    ['--jobs', '2', '--key', 'public.pem'],
    ['--lines', '--jobs', '0'],
    ['--lines', '--jobs', '257'],
    ['--client-secret-stdin', '--key', 'public.pem'],
    ['--introspect', '--key', 'public.pem'],
    ['--key', 'secret.txt'],
    ['--jwks', 'secret.txt'],
    ['--jwks', 'http://issuer.example/jwks'],
    ['--issuer', 'http://issuer.example'],
    ['--secret-file', 'public.pem'],
    ['--secret-env', 'UNSET'],
    ['--ca', 'public.pem'],
    ['--profile', 'other'],
    ['--which', 'other'],
    ['--claim', 'role'],
    ['--claim', '=editor'],
    ['--at', 'soon'],
    ['--at', '2026-02-30'],
    ['--max-age', '1y2'],
    ['--max-age', '-1'],
    ['--leeway', 'x'],
    ['--timeout', '0'],
    ['--timeout', '3601'],
    ['--nonsense'],
  ];
  test.for(wrong.map((flags) => ({ flags })))('$flags', async ({ flags }) => {
    const { status, stderr } = await verify([TOKEN, ...flags]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^(?:warning: .*\n +hint: .*\n)?error: \S.*\n +hint: \S.*\n$/),
    });
  });

  test.for(['--key', '--jwks', '--secret-file', '--ca'])('%s of a file that is not there', async (flag) => {
    const { status, stderr } = await verify([TOKEN, flag, 'absent']);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'error: cannot read absent: there is no such file\n',
    });
  });
});
