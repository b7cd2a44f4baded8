import { expect, test } from 'vitest';
import { AuthctlError } from '../../../src/errors.js';
import type { Files } from '../../../src/ports/files.js';
import { loadSigningKeys } from '../../../src/server/key-file.js';
import { generatePrivateJwk, generateSigningKeys } from '../../../src/server/signing-keys.js';

const PATH = '/data/server-keys.json';

/** A disk that keeps what it is given, with the modes. */
function memoryFiles(contents: Record<string, string> = {}) {
  const modes: Record<string, number | undefined> = {};
  const folders: string[] = [];
  const files: Files = {
    read: async (path) => contents[path] ?? expect.unreachable(`${path} was read`),
    exists: async (path) => path in contents,
    isReadableByOthers: async () => false,
    makeFolder: async (path) => void folders.push(path),
    write: async (path, text, { mode } = {}) => {
      if (path in contents) throw new AuthctlError('FILE_EXISTS', `${path} exists already`);
      contents[path] = text;
      modes[path] = mode;
    },
  };
  return { files, contents, modes, folders };
}

test('the first run makes a key, only for its user, and later runs take it', async () => {
  const { files, contents, modes, folders } = memoryFiles();
  const first = await loadSigningKeys(files, '/data');
  const second = await loadSigningKeys(files, '/data');
  expect(second.kid).toBe(first.kid);
  expect({ modes, folders, names: Object.keys(contents) }).toEqual({
    modes: { [PATH]: 0o600 },
    folders: ['/data'],
    names: [PATH],
  });
});

test('of two first runs at once, both take the key that was stored', async () => {
  const { files, contents } = memoryFiles();
  const raced: Files = { ...files, exists: async () => false };
  const [one, other] = await Promise.all([loadSigningKeys(raced, '/data'), loadSigningKeys(raced, '/data')]);
  expect(one.kid).toBe(other.kid);
  expect(contents[PATH]).toContain(one.kid);
});

test('what is published holds nothing private', async () => {
  const { jwks, kid } = await generateSigningKeys();
  expect(jwks).toEqual({
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        x: expect.any(String),
        y: expect.any(String),
        kid,
        alg: 'ES256',
        use: 'sig',
      },
    ],
  });
});

const [jwk, other] = await Promise.all([generatePrivateJwk(), generatePrivateJwk()]);
const { d: _d, ...publicOnly } = jwk;

test.for([
  ['nothing', ''],
  ['half a file', '{"keys": [{"kty":'],
  ['no object', 'null'],
  ['no keys', '{"keys":[]}'],
  ['a public key', JSON.stringify({ keys: [publicOnly] })],
  ['a shared secret', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}'],
  ['the public half of another key', JSON.stringify({ keys: [{ ...jwk, x: other.x, y: other.y }] })],
] as const)('a file that holds %s is an error that names it, and stays as it is', async ([, text]) => {
  const { files, contents } = memoryFiles({ [PATH]: text });
  await expect(loadSigningKeys(files, '/data')).rejects.toMatchObject({
    code: 'KEY_UNUSABLE',
    message: `${PATH} does not hold the server's signing key`,
    hint: expect.stringContaining('--ephemeral'),
  });
  expect(contents[PATH]).toBe(text);
});
