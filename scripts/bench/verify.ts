/**
 * Measures `authctl verify --lines` beside the bare loops of node:crypto and jose over the same tokens: tokens a second,
 * and the ratio to the faster loop. Keys are warm; each round runs everything once, in turn, and medians are compared.
 *
 * Usage: `npm run bench:verify [-- tokens [rounds]]`. HMAC is so fast that it takes ten times the tokens.
 */
import { spawnSync } from 'node:child_process';
import {
  createHmac,
  createSecretKey,
  verify as cryptoVerify,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
} from 'node:crypto';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { jwtVerify } from 'jose';

const tokens = Number(process.argv[2] ?? 15_000);
const rounds = Number(process.argv[3] ?? 5);
const place = mkdtempSync(join(tmpdir(), 'authctl-bench-'));

interface Subject {
  readonly alg: string;
  /** So many that the program runs for a second or more: a shorter run says how fast it starts. */
  readonly count: number;
  readonly key: KeyObject;
  readonly signed: (input: string) => Buffer;
  readonly check: (input: string, signature: Buffer) => boolean;
}

const p1363 = { dsaEncoding: 'ieee-p1363' } as const;

function asymmetric(
  alg: string,
  digest: string | null,
  pair: { privateKey: KeyObject; publicKey: KeyObject },
  more = {},
): Subject {
  const [own, other] = [
    { key: pair.privateKey, ...more },
    { key: pair.publicKey, ...more },
  ];
  return {
    alg,
    count: tokens,
    key: pair.publicKey,
    signed: (input) => sign(digest, Buffer.from(input), own),
    check: (input, signature) => cryptoVerify(digest, Buffer.from(input), other, signature),
  };
}

const secret = createSecretKey(randomBytes(32));
const mac = (input: string) => createHmac('sha256', secret).update(input).digest();
const subjects: readonly Subject[] = [
  asymmetric('ES256', 'sha256', generateKeyPairSync('ec', { namedCurve: 'P-256' }), p1363),
  asymmetric('RS256', 'sha256', generateKeyPairSync('rsa', { modulusLength: 2048 })),
  asymmetric('EdDSA', null, generateKeyPairSync('ed25519')),
  {
    alg: 'HS256',
    count: tokens * 10,
    key: secret,
    signed: mac,
    check: (input, signature) => timingSafeEqual(mac(input), signature),
  },
];

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function tokensOf({ alg, count, signed }: Subject): readonly string[] {
  const exp = Math.floor(Date.now() / 1000) + 36_000;
  return Array.from({ length: count }, (_, index) => {
    const input = `${encoded({ alg, typ: 'JWT' })}.${encoded({ iss: 'https://issuer.example', sub: String(index), role: 'reader', exp })}`;
    return `${input}.${signed(input).toString('base64url')}`;
  });
}

const seconds = (started: bigint): number => Number(process.hrtime.bigint() - started) / 1e9;

function bareCrypto({ check }: Subject, signed: readonly string[]): number {
  const started = process.hrtime.bigint();
  for (const token of signed) {
    const dot = token.lastIndexOf('.');
    const input = token.slice(0, dot);
    if (!check(input, Buffer.from(token.slice(dot + 1), 'base64url')))
      throw new Error('a good token is refused');
    JSON.parse(Buffer.from(input.slice(input.indexOf('.') + 1), 'base64url').toString());
  }
  return seconds(started);
}

async function bareJose({ key }: Subject, signed: readonly string[]): Promise<number> {
  const started = process.hrtime.bigint();
  for (const token of signed) await jwtVerify(token, key);
  return seconds(started);
}

/** The time of the tokens alone: what the program takes for one token is taken off. */
function authctl(input: string, one: string, words: readonly string[]): number {
  const run = (file: string) => {
    const started = process.hrtime.bigint();
    const { status, stderr } = spawnSync(
      process.execPath,
      [resolve('bin/authctl.js'), 'verify', '--lines', '-q', ...words],
      {
        stdio: [openSync(file, 'r'), 'ignore', 'pipe'],
        env: { PATH: process.env.PATH, AUTHCTL_HOME: place },
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`authctl ended with ${status}: ${stderr}`);
    return seconds(started);
  };
  return run(input) - run(one);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

try {
  for (const subject of subjects) {
    const signed = tokensOf(subject);
    const [input, one, key] = ['tokens', 'one', 'key'].map((name) => join(place, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(input, `${signed.join('\n')}\n`);
    writeFileSync(one, `${signed[0]}\n`);
    writeFileSync(key, JSON.stringify({ ...subject.key.export({ format: 'jwk' }), alg: subject.alg }), {
      mode: 0o600,
    });
    const times: Record<string, number[]> = {
      'node:crypto': [],
      jose: [],
      authctl: [],
      'authctl --jobs 2': [],
    };
    bareCrypto(subject, signed);
    await bareJose(subject, signed);
    for (let round = 0; round < rounds; round += 1) {
      times['node:crypto']?.push(bareCrypto(subject, signed));
      times.jose?.push(await bareJose(subject, signed));
      times.authctl?.push(authctl(input, one, ['--key', key]));
      times['authctl --jobs 2']?.push(authctl(input, one, ['--key', key, '--jobs', '2']));
    }
    const best = Math.min(median(times['node:crypto'] ?? []), median(times.jose ?? []));
    for (const [name, values] of Object.entries(times)) {
      const took = median(values);
      const rate = Math.round(subject.count / took).toLocaleString('en');
      process.stdout.write(
        `${subject.alg.padEnd(6)} ${name.padEnd(17)} ${rate.padStart(9)} a second  ${(best / took).toFixed(2)}\n`,
      );
    }
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
