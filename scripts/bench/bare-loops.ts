const jose = import.meta.resolve('jose');

/**
 * A program that goes through the tokens of its standard input with nothing but a library: `parse`, `crypto ALG KEY` or
 * `jose ALG KEY`. It reads them all before it starts, warms up on the first of them, and prints the seconds of processor
 * time that the others took, each.
 */
export const BARE_LOOPS = `
import { createHmac, createPublicKey, createSecretKey, timingSafeEqual, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
const [what, alg, file] = process.argv.slice(2);
const tokens = readFileSync(0, 'latin1').trim().split('\\n');
const payload = (token, from, to) => Buffer.from(token.slice(from, to), 'base64url').toString();
const jwk = file && JSON.parse(readFileSync(file, 'utf8'));
const key = jwk && (jwk.kty === 'oct' ? createSecretKey(Buffer.from(jwk.k, 'base64url')) : createPublicKey({ key: jwk, format: 'jwk' }));
const refuse = () => { throw new Error('a good token is refused'); };

const checks = {
  HS256: (input, signature) => timingSafeEqual(createHmac('sha256', key).update(input).digest(), signature),
  RS256: (input, signature) => verify('sha256', Buffer.from(input), key, signature),
  ES256: (input, signature) => verify('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }, signature),
  EdDSA: (input, signature) => verify(null, Buffer.from(input), key, signature),
};
const check = checks[alg];

const loops = {
  parse(texts) {
    let sum = 0;
    for (const text of texts) sum += JSON.parse(text).iat;
    if (!(sum > 0)) refuse();
  },
  crypto(tokens) {
    for (const token of tokens) {
      const dot = token.lastIndexOf('.');
      const input = token.slice(0, dot);
      if (!check(input, Buffer.from(token.slice(dot + 1), 'base64url'))) refuse();
      JSON.parse(payload(input, input.indexOf('.') + 1));
    }
  },
  async jose(tokens) {
    const { jwtVerify } = await import(${JSON.stringify(jose)});
    for (const token of tokens) await jwtVerify(token, key);
  },
};

/** jose takes so long for each that fewer do. */
const some = what === 'jose' ? tokens.slice(0, 5_000) : tokens;
const all = what === 'parse' ? some.map((token) => payload(token, token.indexOf('.') + 1, token.lastIndexOf('.'))) : some;
const first = Math.floor(all.length / 5);
await loops[what](all.slice(0, first));
const rest = all.slice(first);
const before = process.cpuUsage();
await loops[what](rest);
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1e6 / rest.length));
`;
