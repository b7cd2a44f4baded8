import {
  createHmac,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tokens to measure with. */
export interface Sample {
  /** `none` where nothing is verified. */
  readonly alg: string;
  readonly tokens: readonly string[];
  /** A file with the JWK that verifies them; undefined where they are decoded only. */
  readonly key: string | undefined;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What issuers write: times, a role, a scope, an id of its own. */
function claims(index: number, iat: number): object {
  return {
    iss: 'https://login.example.com',
    sub: String(index),
    aud: 'https://api.example.com',
    iat,
    exp: iat + 36_000,
    id: index,
    username: 'agus',
    role: index % 10 === 0 ? 'editor' : 'reader',
    scope: 'articles:read articles:write',
    jti: randomBytes(16).toString('base64url'),
  };
}

/** So many that a run takes long beside its start. */
const DECODED = 300_000;
const VERIFIED = { HS256: 200_000, RS256: 40_000, ES256: 20_000, EdDSA: 15_000 } as const;
/** To sign more with RSA would take longer than all the rest. */
const DIFFERENT = 4_000;

export function decodeSample(): Sample {
  const header = encoded({ alg: 'ES256', typ: 'at+jwt', kid: 'key-1' });
  const tokens = Array.from(
    { length: DECODED },
    (_, index) =>
      `${header}.${encoded(claims(index, 1_767_225_600 + index))}.${randomBytes(64).toString('base64url')}`,
  );
  return { alg: 'decode', tokens, key: undefined };
}

/** @param place - the folder for the keys. */
export function* verifySamples(place: string): Generator<Sample> {
  const secret = createSecretKey(randomBytes(32));
  yield sample(place, 'HS256', secret, (input) => createHmac('sha256', secret).update(input).digest());
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  yield sample(place, 'RS256', rsa.publicKey, (input) => sign('sha256', Buffer.from(input), rsa.privateKey));
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { key: ec.privateKey, dsaEncoding: 'ieee-p1363' } as const;
  yield sample(place, 'ES256', ec.publicKey, (input) => sign('sha256', Buffer.from(input), key));
  const ed = generateKeyPairSync('ed25519');
  yield sample(place, 'EdDSA', ed.publicKey, (input) => sign(null, Buffer.from(input), ed.privateKey));
}

function sample(
  place: string,
  alg: keyof typeof VERIFIED,
  key: KeyObject,
  signed: (input: string) => Buffer,
): Sample {
  const now = Math.floor(Date.now() / 1_000);
  const different = Array.from({ length: Math.min(VERIFIED[alg], DIFFERENT) }, (_, index) => {
    const input = `${encoded({ alg, typ: 'at+jwt' })}.${encoded(claims(index, now))}`;
    return `${input}.${signed(input).toString('base64url')}`;
  });
  const tokens = Array.from({ length: VERIFIED[alg] }, (_, index) => different[index % DIFFERENT] ?? '');
  const file = join(place, `${alg}.jwk`);
  writeFileSync(file, JSON.stringify({ ...key.export({ format: 'jwk' }), alg }), { mode: 0o600 });
  return { alg, tokens, key: file };
}
