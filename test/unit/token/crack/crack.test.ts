import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WorkerPool } from '../../../../src/ports/worker-pool.js';
import { candidateCheck } from '../../../../src/token/crack/candidate-check.js';
import { type Cracked, crack } from '../../../../src/token/crack/crack.js';
import { type HmacTarget, hmacTarget, isSecret } from '../../../../src/token/crack/hmac-target.js';
import { type TriedLines, tryLines } from '../../../../src/token/crack/try-lines.js';
import { MAX_LINE, wholeLines } from '../../../../src/token/crack/whole-lines.js';
import { WORDS } from '../../../../src/token/crack/words.js';
import { base64url, hmacToken } from '../../../support/tokens.js';

const HASHES = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

function tokenBy(alg: keyof typeof HASHES, secret: string | Uint8Array): string {
  const input = `${base64url(JSON.stringify({ alg }))}.${base64url('{"sub":"2"}')}`;
  return `${input}.${createHmac(HASHES[alg], secret).update(input).digest('base64url')}`;
}

/** Workers in this thread that count what they are given. */
function poolHere(
  target: HmacTarget,
  size = 2,
): WorkerPool<Uint8Array<ArrayBuffer>, TriedLines> & { readonly chunks: number; readonly isClosed: boolean } {
  const state = { chunks: 0, isClosed: false };
  return {
    size,
    run: async (lines) => {
      state.chunks += 1;
      return tryLines(lines, target);
    },
    elapsedMs: () => 2_000,
    close: async () => {
      state.isClosed = true;
    },
    get chunks() {
      return state.chunks;
    },
    get isClosed() {
      return state.isClosed;
    },
  };
}

async function* inChunks(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

const never = new AbortController().signal;

describe('built-in secrets', () => {
  test.for(Object.keys(HASHES) as (keyof typeof HASHES)[])('each is found under %s', async (alg) => {
    for (const word of WORDS) {
      const { secret, foundIn, tried } = await crack(hmacTarget(tokenBy(alg, word)), { signal: never });
      expect(secret && Buffer.from(secret).toString()).toBe(word);
      expect({ foundIn, tried }).toEqual({ foundIn: 'built-in', tried: WORDS.indexOf(word) + 1 });
    }
  });

  test('are unique, of one line, and more than five hundred', () => {
    expect(new Set(WORDS).size).toBe(WORDS.length);
    expect(WORDS.filter((word) => /[\r\n]/.test(word))).toEqual([]);
    expect(WORDS.length).toBeGreaterThan(500);
  });
});

test('a secret that is in no list is not found, and that is all that is said', async () => {
  const cracked = await crack(hmacTarget(hmacToken({ sub: '2' })), { signal: never });
  expect(cracked).toEqual<Cracked>({
    algorithm: 'HS256',
    secret: undefined,
    foundIn: undefined,
    tried: WORDS.length,
    tooLong: 0,
    complete: true,
    pace: undefined,
  });
});

describe('a word list', () => {
  test.for([
    { name: 'last line without an end', chunks: ['one\ntwo\nhidden'], secret: 'hidden', tried: 3 },
    { name: 'line over two chunks', chunks: ['one\nhid', 'den\nthree\n'], secret: 'hidden', tried: 2 },
    { name: 'line over three chunks', chunks: ['hi', 'dd', 'en\n'], secret: 'hidden', tried: 1 },
    { name: 'CR LF', chunks: ['one\r\nhidden\r\n'], secret: 'hidden', tried: 2 },
    { name: 'spaces are part of it', chunks: ['hidden\n hidden \n'], secret: ' hidden ', tried: 2 },
    {
      name: 'letters of more than one byte, cut between them',
      chunks: ['gr\xfcn'],
      secret: 'gr\xfcn',
      tried: 1,
    },
  ])('$name', async ({ chunks, secret, tried }) => {
    const target = hmacTarget(tokenBy('HS256', secret));
    const pool = poolHere(target);
    const wordList = { path: 'words.txt', chunks: inChunks(chunks), pool };
    const cracked = await crack(target, { wordList, signal: never });
    expect(cracked.secret && Buffer.from(cracked.secret).toString()).toBe(secret);
    expect(cracked).toMatchObject({
      foundIn: 'words.txt',
      pace: { tried, jobs: 2, seconds: 2 },
      complete: true,
    });
    expect(pool.isClosed).toBe(true);
  });

  test('bytes that are no UTF-8 are tried as they are', async () => {
    const secret = Uint8Array.of(0xff, 0x00, 0xfe);
    const target = hmacTarget(tokenBy('HS512', secret));
    const chunks = (async function* () {
      yield Buffer.concat([Buffer.from('one\n'), secret, Buffer.from('\nthree')]);
    })();
    const cracked = await crack(target, {
      wordList: { path: 'w', chunks, pool: poolHere(target) },
      signal: never,
    });
    expect(cracked.secret).toEqual(secret);
  });

  test('reading stops once the secret is found', async () => {
    const target = hmacTarget(tokenBy('HS256', 'hidden'));
    let read = 0;
    const chunks = (async function* () {
      for (; read < 1_000; read += 1) yield Buffer.from(read === 3 ? 'hidden\n' : 'other\n');
    })();
    const pool = poolHere(target, 1);
    await crack(target, { wordList: { path: 'w', chunks, pool }, signal: never });
    expect(read).toBeLessThan(20);
  });

  test('stopped: says how many were tried, and that it is not complete', async () => {
    const target = hmacTarget(hmacToken({ sub: '2' }));
    const stop = new AbortController();
    const chunks = (async function* () {
      for (let at = 0; ; at += 1) {
        if (at === 5) stop.abort('SIGINT');
        yield Buffer.from('other\n');
      }
    })();
    const pool = poolHere(target);
    const cracked = await crack(target, { wordList: { path: 'w', chunks, pool }, signal: stop.signal });
    expect(cracked).toMatchObject({ secret: undefined, complete: false });
    expect(cracked.tried).toBeLessThanOrEqual(WORDS.length + 5);
    expect(pool.isClosed).toBe(true);
  });

  test('a failing worker ends the search with its error', async () => {
    const target = hmacTarget(hmacToken({ sub: '2' }));
    const pool = { ...poolHere(target), run: () => Promise.reject(new Error('out of memory')) };
    const search = crack(target, { wordList: { path: 'w', chunks: inChunks(['a\n']), pool }, signal: never });
    await expect(search).rejects.toThrow('out of memory');
  });

  test('a claim of a worker is proven before it is believed', async () => {
    const target = hmacTarget(hmacToken({ sub: '2' }));
    const pool = { ...poolHere(target), run: async () => ({ secret: Buffer.from('wrong'), tried: 1 }) };
    const wordList = { path: 'w', chunks: inChunks(['a\n']), pool };
    expect((await crack(target, { wordList, signal: never })).secret).toBeUndefined();
  });
});

test('lines come out whole and in order, however the chunks are cut; too long ones are counted', async () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary-ascii', maxLength: 20 }).map((text) => text.replaceAll('\n', '')),
    fc.constant('x'.repeat(MAX_LINE + 1)),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 8 }),
      fc.integer({ min: 1, max: MAX_LINE }),
      async (lines, size) => {
        const text = lines.map((one) => `${one}\n`).join('');
        const pieces: string[] = [];
        for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size));
        let tooLong = 0;
        let out = '';
        for await (const whole of wholeLines(inChunks(pieces), () => {
          tooLong += 1;
        })) {
          expect(whole.at(-1)).toBe('\n'.charCodeAt(0));
          out += Buffer.from(whole).toString();
        }
        const long = lines.filter((one) => one.length > MAX_LINE);
        expect(tooLong).toBe(long.length);
        expect(out).toBe(
          lines
            .filter((one) => one.length <= MAX_LINE)
            .map((one) => `${one}\n`)
            .join(''),
        );
      },
    ),
  );
});

test('the quick test agrees with HMAC of node:crypto, for any secret and hash', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('HS256', 'HS384', 'HS512'),
      fc.uint8Array({ maxLength: 200 }),
      (alg, secret) => {
        const target = hmacTarget(tokenBy(alg, secret));
        const check = candidateCheck(target);
        const other = Buffer.concat([secret, Buffer.from([1])]);
        expect([check(other), check(secret), check(other)]).toEqual([false, true, false]);
        expect([isSecret(secret, target), isSecret(other, target)]).toEqual([true, false]);
      },
    ),
  );
});

describe('a token without a shared secret is refused', () => {
  test.for([
    {
      token: `${base64url('{"alg":"RS256"}')}.e30.AAAA`,
      message: 'this token is signed with "RS256", which has no shared secret',
    },
    {
      token: `${base64url('{"alg":"none"}')}.e30.`,
      message: 'this token is signed with "none", which has no shared secret',
    },
    {
      token: `${base64url('{"alg":"HS256"}')}.e30.AAAA`,
      message: 'the signature has 3 bytes, and HS256 gives 32: no secret makes it',
    },
    { token: 'abcdef0123456789abcdef', message: 'this token is opaque: it has no parts to change' },
  ])('$message', ({ token, message }) => {
    expect(() => hmacTarget(token)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });
});
