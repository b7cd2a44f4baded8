import { AuthctlError } from '../errors.js';
import { caution, faint } from '../report/text.js';
import type { Context } from './context.js';
import { complain } from './print.js';

/**
 * A secret in an environment variable; from then on it is masked in all output.
 *
 * @throws {AuthctlError} `USAGE` where the variable is not set.
 */
export function secretInEnvironment(ctx: Context, name: string): string {
  const text = ctx.env[name];
  if (text === undefined) {
    throw new AuthctlError('USAGE', `the environment variable ${name} is not set`, {
      hint: `set ${name}, or name another one with --secret-env`,
    });
  }
  ctx.secrets.add(text);
  return text;
}

/** More than any secret or key has. */
const MAX_BYTES = 1024 * 1024;

/**
 * The bytes of a file with a secret; from then on it is masked in all output.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`; `KEY_UNUSABLE` for a file above 1 MiB.
 */
export async function secretInFile(ctx: Context, path: string): Promise<Uint8Array> {
  const content = await bytesIn(ctx, path);
  const text = content.toString('utf8');
  ctx.secrets.add(
    text.trim(),
    withoutEncoding(text),
    content.toString('base64'),
    content.toString('base64url'),
  );
  if (holdsSecret(text)) await warnIfShared(ctx, path);
  return content;
}

async function bytesIn(ctx: Context, path: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of ctx.ports.files.chunks(path)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BYTES) throw new AuthctlError('KEY_UNUSABLE', `${path} is too long for a secret`);
  }
  return Buffer.concat(chunks);
}

const withoutEncoding = (text: string): string => text.trim().replace(/^(?:base64|base64url|hex):\s*/, '');

/** Whether a text holds more than public keys: a private key, or what is no key at all, which may be a secret. */
const holdsSecret = (text: string): boolean => !/-----BEGIN |"kty"\s*:/.test(text) || isPrivateKey(text);

const isPrivateKey = (text: string): boolean =>
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|"(?:d|k|priv)"\s*:/.test(text);

/** The text of a file with keys; warns where they are private and others may read them. @throws {AuthctlError} `FILE_UNREADABLE` */
export async function keyTextInFile(ctx: Context, path: string): Promise<string> {
  const text = await ctx.ports.files.read(path);
  if (isPrivateKey(text)) await warnIfShared(ctx, path);
  return text;
}

/**
 * Warns of a file with a private key or a secret that other users of this machine may read: whoever can could sign as
 * its owner.
 */
async function warnIfShared(ctx: Context, path: string): Promise<void> {
  if (!(await ctx.ports.files.isReadableByOthers(path))) return;
  complain(
    ctx,
    [caution('warning:'), ` ${path} holds a secret and can be read by other users`],
    [faint('   hint:'), ` chmod 600 ${path}`],
  );
}
