import { describe, expect, test } from 'vitest';
import type { Context } from '../../../src/cli/context.js';
import { Secrets } from '../../../src/cli/secrets.js';
import { readToken } from '../../../src/cli/token-input.js';
import type { InputKind, InputLimits, LimitedInput } from '../../../src/ports/input.js';
import type { Session } from '../../../src/session/session.js';

const session = (name: string, credential: Session['credential']): Session => ({
  name,
  server: 'http://127.0.0.1:4455',
  flow: 'json',
  username: name,
  role: 'reader',
  credential,
  createdAt: 0,
});

const stored = [
  session('agus', { kind: 'bearer', accessToken: 'token-of-agus' }),
  session('sari', { kind: 'bearer', accessToken: 'token-of-sari' }),
  session('william', { kind: 'cookie', cookies: [] }),
];

interface Surroundings {
  readonly stdin?: { readonly kind: InputKind; readonly input?: LimitedInput };
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** A context with what reading a token may touch, and a record of how stdin was read. */
function place({ stdin = { kind: 'terminal' }, env = {}, files = {} }: Surroundings) {
  const reads: InputLimits[] = [];
  const said: string[] = [];
  const context = {
    env,
    stdin: {
      isTTY: stdin.kind === 'terminal',
      kind: stdin.kind,
      readWithin: async (limits: InputLimits) => {
        reads.push(limits);
        return stdin.input ?? { kind: 'text', text: '' };
      },
    },
    stderr: { write: (text: string) => said.push(text) },
    secrets: new Secrets(),
    settings: { paintStderr: undefined },
    ports: {
      files: { read: async (path: string) => files[path], exists: async (path: string) => path in files },
      store: async () => ({
        list: async () => stored,
        get: async (name: string) => stored.find((one) => one.name === name),
        current: async () => 'agus',
      }),
    },
  } as unknown as Context;
  return { context, reads, said };
}

const text = (content: string): LimitedInput => ({ kind: 'text', text: content });
const everything: Surroundings = {
  stdin: { kind: 'pipe', input: text('piped') },
  env: { AUTHCTL_TOKEN: 'from-env', AUTHCTL_TOKEN_FILE: 'token.txt' },
  files: { 'token.txt': 'from-file' },
};

describe('the token is taken from', () => {
  test.for([
    {
      name: 'the argument',
      around: everything,
      source: 'given',
      as: undefined,
      token: 'given',
      origin: 'the command line',
    },
    { name: '-', around: everything, source: '-', as: undefined, token: 'piped', origin: 'stdin' },
    {
      name: '@file',
      around: everything,
      source: '@token.txt',
      as: undefined,
      token: 'from-file',
      origin: 'token.txt',
    },
    {
      name: '--as',
      around: everything,
      source: undefined,
      as: 'sari',
      token: 'token-of-sari',
      origin: "the stored session 'sari'",
    },
    { name: 'a pipe', around: everything, source: undefined, as: undefined, token: 'piped', origin: 'stdin' },
    {
      name: 'the environment, where stdin is empty',
      around: { ...everything, stdin: { kind: 'pipe', input: text(' \n') } },
      source: undefined,
      as: undefined,
      token: 'from-env',
      origin: 'AUTHCTL_TOKEN',
    },
    {
      name: 'the file that the environment names',
      around: {
        stdin: { kind: 'none' },
        env: { AUTHCTL_TOKEN: '', AUTHCTL_TOKEN_FILE: 'token.txt' },
        files: everything.files,
      },
      source: undefined,
      as: undefined,
      token: 'from-file',
      origin: 'token.txt',
    },
    {
      name: 'the current session',
      around: {},
      source: undefined,
      as: undefined,
      token: 'token-of-agus',
      origin: "the stored session 'agus'",
    },
    {
      name: 'the session that the environment names',
      around: { env: { AUTHCTL_AS: 'sari' } },
      source: undefined,
      as: undefined,
      token: 'token-of-sari',
      origin: "the stored session 'sari'",
    },
  ] as const)('$name', async ({ around, source, as, token, origin }) => {
    const found = await readToken(place(around as Surroundings).context, source, { as });
    expect({ token: found.text, origin: found.origin }).toEqual({ token, origin });
  });
});

describe('stdin', () => {
  test.for([
    { kind: 'terminal', reads: 0, patience: undefined },
    { kind: 'none', reads: 0, patience: undefined },
    { kind: 'file', reads: 1, patience: undefined },
    { kind: 'pipe', reads: 1, patience: 5_000 },
    { kind: 'socket', reads: 1, patience: 1_000 },
  ] as const)('a $kind is waited for for $patience ms', async ({ kind, reads, patience }) => {
    const around = place({ stdin: { kind, input: text('') } });
    await readToken(around.context, undefined);
    expect(around.reads.map(({ patienceMs }) => patienceMs)).toEqual(Array(reads).fill(patience));
  });

  test('- waits as long as it takes', async () => {
    const around = place(everything);
    await readToken(around.context, '-');
    expect(around.reads).toEqual([{ maxBytes: 4_194_304 }]);
  });

  test('a silent pipe is an error: no other token is taken for the one that was to come', async () => {
    const { context } = place({ ...everything, stdin: { kind: 'pipe', input: { kind: 'silent' } } });
    await expect(readToken(context, undefined)).rejects.toMatchObject({
      code: 'USAGE',
      message: 'stdin is open, but nothing came on it',
    });
  });

  test('a silent socket counts as none, and that is said', async () => {
    const { context, said } = place({ stdin: { kind: 'socket', input: { kind: 'silent' } } });
    expect((await readToken(context, undefined)).text).toBe('token-of-agus');
    expect(said).toEqual(['nothing came on stdin; looking elsewhere for the token\n']);
  });

  test.for(['-', undefined])('too much of it is no token (argument %s)', async (source) => {
    const { context } = place({ stdin: { kind: 'pipe', input: { kind: 'too-long' } } });
    await expect(readToken(context, source)).rejects.toMatchObject({ code: 'NOT_A_TOKEN' });
  });
});

test('a cookie session has no token', async () => {
  await expect(readToken(place({}).context, undefined, { as: 'william' })).rejects.toMatchObject({
    code: 'NOT_A_TOKEN',
    hint: 'log in for a token with `authctl login --flow json --as william`',
  });
});

test('a session that does not exist is a usage error', async () => {
  await expect(readToken(place({}).context, undefined, { as: 'nobody' })).rejects.toMatchObject({
    code: 'USAGE',
  });
});
