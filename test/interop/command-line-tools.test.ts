import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SessionPlace } from '../support/session-runner.js';

/**
 * The built program against tools that nobody here wrote: `jose` (José), `rnbyc` (Rhonabwy) and `openssl`. Each is tested
 * where it is installed; `npm run test:interop` installs what is missing, and says what it could not.
 */
const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;

let place: SessionPlace;

beforeAll(async () => {
  place = await SessionPlace.open({ setup: [], steps: [] });
});
afterAll(() => place.close());

/** Standard output of a shell line that must succeed. */
async function sh(command: string): Promise<string> {
  const { stdout, stderr, status } = await place.run({ command: `set -e\n${command}`, now: undefined });
  expect({ status, stderr }).toEqual({ status: 0, stderr: [] });
  return stdout.join('\n');
}

/** A folder of its own for each algorithm, with a key made by authctl in it. */
const fresh = (alg: string, name: string) =>
  `umask 077; mkdir -p ${name}-${alg}; cd ${name}-${alg}; authctl keys generate --alg ${alg} --format jwks --out key.json > made`;
const aToken = 'authctl issue --key key.json --sub 42 --jti an-id | tr -d "\\n" > token.jwt';

const COMMON = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];
const HMAC = ['HS256', 'HS384', 'HS512'];

describe.skipIf(!has('jose'))('jose (José)', () => {
  test.for([...COMMON, ...HMAC])('%s: it believes what authctl issues', async (alg) => {
    const claims = await sh(`${fresh(alg, 'jose')}\n${aToken}\njose jws ver -i token.jwt -k key.json -O-`);
    expect(JSON.parse(claims)).toMatchObject({ sub: '42', jti: 'an-id' });
  });

  test.for([...COMMON, ...HMAC])('%s: authctl believes what it signs, and reads its keys', async (alg) => {
    const valid = await sh(`umask 077; mkdir by-jose-${alg}; cd by-jose-${alg}
      jose jwk gen -i '{"alg":"${alg}"}' -o key.jwk
      echo '{"sub":"42"}' | jose jws sig -I- -k key.jwk -c -s '{"protected":{"alg":"${alg}"}}' -o token.jwt
      authctl verify @token.jwt --key key.jwk --json`);
    expect(JSON.parse(valid)).toMatchObject({ valid: true, payload: { sub: '42' }, key: { algorithm: alg } });
  });

  test.for(['RS256', 'ES256', 'ES384', 'ES512'])('%s: both give a key the same thumbprint', async (alg) => {
    const both = await sh(`mkdir thumb-${alg}; cd thumb-${alg}
      authctl keys generate --alg ${alg} --out key.jwk > made
      jose jwk thp -i key.jwk; echo; authctl keys thumbprint key.jwk`);
    const [theirs, ours] = both.split('\n');
    expect(theirs).toBe(ours);
  });

  test.for(['ES256', 'RS256'])('%s: it reads what `keys public` and `keys rotate` write', async (alg) => {
    const claims = await sh(`${fresh(alg, 'rotated')}\n${aToken}
      authctl keys rotate key.json > rotated
      authctl keys public key.json > jwks.json
      jose jws ver -i token.jwt -k jwks.json -O-`);
    expect(JSON.parse(claims)).toMatchObject({ sub: '42' });
  });

  test.for([
    ['ECDH-ES', 'jose jwk pub -i box.jwk -o box.pub'],
    ['A128KW', 'cp box.jwk box.pub'],
    ['A256KW', 'cp box.jwk box.pub'],
  ] as const)('%s: it decrypts, and believes what is inside', async ([alg, publish]) => {
    const claims = await sh(`${fresh('ES256', `sealed-${alg}`)}
      jose jwk gen -i '{"alg":"${alg}"}' -o box.jwk
      ${publish}
      authctl issue --key key.json --sub 42 --encrypt-to box.pub | tr -d '\\n' > token.jwe
      jose jwe dec -i token.jwe -k box.jwk -O token.jwt
      jose jws ver -i token.jwt -k key.json -O-`);
    expect(JSON.parse(claims)).toMatchObject({ sub: '42' });
  });

  test.for(['ECDH-ES'])('%s: it decrypts with a key that authctl made', async (alg) => {
    const claims = await sh(`${fresh('ES256', `boxed-${alg}`)}
      authctl keys generate --alg ${alg} --out box.jwk > made
      authctl keys public box.jwk > box.pub
      authctl issue --key key.json --sub 42 --encrypt-to box.pub | tr -d '\\n' > token.jwe
      jose jwe dec -i token.jwe -k box.jwk -O token.jwt
      jose jws ver -i token.jwt -k key.json -O-`);
    expect(JSON.parse(claims)).toMatchObject({ sub: '42' });
  });
});

describe.skipIf(!has('rnbyc'))('rnbyc (Rhonabwy)', () => {
  test.for([...COMMON, 'EdDSA'])('%s: it believes what authctl issues', async (alg) => {
    const said = await sh(`${fresh(alg, 'rnbyc')}\n${aToken}
      authctl keys public key.json > jwks.json
      rnbyc -t "$(cat token.jwt)" -P jwks.json`);
    const [verdict, ...claims] = said.split('\n');
    expect(verdict).toBe('Token signature verified');
    expect(JSON.parse(claims.join('\n'))).toMatchObject({ sub: '42', jti: 'an-id' });
  });

  test.for(['ECDH-ES', 'RSA-OAEP-256'])('%s: it decrypts, and believes what is inside', async (alg) => {
    const said = await sh(`${fresh('ES256', `rnbyc-sealed-${alg}`)}
      authctl keys generate --alg ${alg} --format jwks --out box.json > made
      authctl keys public box.json > box.pub
      authctl keys public key.json > jwks.json
      authctl issue --key key.json --sub 42 --encrypt-to box.pub | tr -d '\\n' > token.jwe
      rnbyc -t "$(cat token.jwe)" -K box.json -P jwks.json`);
    const [decrypted, verified, ...claims] = said.split('\n');
    expect([decrypted, verified]).toEqual(['Token payload decrypted', 'Token signature verified']);
    expect(JSON.parse(claims.join('\n'))).toMatchObject({ sub: '42' });
  });

  test.for([...COMMON, 'EdDSA'])('%s: authctl believes what it signs', async (alg) => {
    const valid = await sh(`${fresh(alg, 'by-rnbyc')}
      rnbyc -s '{"sub":"42"}' -K key.json -a ${alg} > token.jwt
      authctl verify @token.jwt --key key.json --json`);
    expect(JSON.parse(valid)).toMatchObject({ valid: true, payload: { sub: '42' }, key: { algorithm: alg } });
  });
});

describe.skipIf(!has('openssl'))('openssl', () => {
  test.for([...COMMON, 'ES256K', 'Ed25519', 'Ed448'])(
    '%s: it reads the private and the public key',
    async (alg) => {
      const said = await sh(`mkdir openssl-${alg}; cd openssl-${alg}
      authctl keys generate --alg ${alg} --format pem --out key.pem > made
      openssl pkey -in key.pem -pubout > theirs.pem
      authctl keys public key.pem --format pem > ours.pem
      cmp theirs.pem ours.pem && stat -c %a key.pem`);
      expect(said).toBe('600');
    },
  );

  test.for([
    ['rsa', 'openssl genrsa -traditional 2048', 'RS256'],
    ['ec', 'openssl ecparam -name secp384r1 -genkey', 'ES384'],
    ['ed25519', 'openssl genpkey -algorithm ed25519', 'Ed25519'],
  ] as const)(
    '%s: authctl signs with a key that it made, and it verifies that',
    async ([name, make, alg]) => {
      const valid = await sh(`umask 077; mkdir by-openssl-${name}; cd by-openssl-${name}
      ${make} > key.pem 2> narration
      openssl pkey -in key.pem -pubout > public.pem
      authctl issue --key key.pem --sub 42 | authctl verify --key public.pem --json`);
      expect(JSON.parse(valid)).toMatchObject({ valid: true, key: { algorithm: alg } });
    },
  );
});
