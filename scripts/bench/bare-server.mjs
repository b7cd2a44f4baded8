/**
 * What `bench:serve` compares the bundled server with: node:http and jose, and as little else as does the same work.
 * `POST /login` checks a scrypt password and signs a token, `POST /oauth/token` compares a secret and signs one, `GET /me`
 * verifies one. Prints its port when it is ready.
 */
import { scrypt, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose';

const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
const key = await importJWK(await exportJWK(privateKey), 'ES256');
const salt = Buffer.alloc(16, 1);
const COST = { N: 2 ** 14, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
const derive = (password) =>
  new Promise((done) => scrypt(password, salt, 32, COST, (_, derived) => done(derived)));
const known = await derive('agus-demo');
const basic = `Basic ${btoa('demo-service:demo-service-secret')}`;

const claims = {
  iss: 'bare',
  aud: 'bare',
  sub: '2',
  client_id: 'authctl',
  role: 'reader',
  scope: 'articles:read',
};
const issue = () =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .setIssuedAt()
    .setExpirationTime('15m')
    .setJti(crypto.randomUUID())
    .sign(key);

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

async function answer(request) {
  if (request.url === '/me') {
    const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
    const { payload } = await jwtVerify(token, publicKey, {
      issuer: 'bare',
      audience: 'bare',
      typ: 'at+jwt',
    });
    return { id: payload.sub, role: payload.role };
  }
  const body = await bodyOf(request);
  if (request.url === '/login') {
    const { password } = JSON.parse(body);
    if (!timingSafeEqual(await derive(password), known)) throw new Error('wrong password');
  } else if (request.headers.authorization !== basic || !new URLSearchParams(body).has('grant_type')) {
    throw new Error('wrong client');
  }
  return { access_token: await issue(), token_type: 'Bearer', expires_in: 900 };
}

const server = createServer(async (request, response) => {
  const [status, body] = await answer(request).then(
    (found) => [200, found],
    (refused) => [401, { error: refused.message }],
  );
  const content = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(content),
  });
  response.end(content);
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
