import { AuthctlError } from '../errors.js';
import type { Context } from './context.js';

/**
 * The passphrase of the file that sessions are in: `AUTHCTL_PASSPHRASE`, else a question on a terminal. Never a flag:
 * other users see the flags of every process.
 *
 * @param use - `open`: the one that the file has; `choose`: a new one, which is typed twice.
 * @throws {AuthctlError} `STORE_UNUSABLE` where there is none, and nobody can be asked; `USAGE` for one that is empty or
 * typed in two ways.
 */
export async function storePassphrase(ctx: Context, use: 'open' | 'choose', path: string): Promise<string> {
  const passphrase = ctx.env.AUTHCTL_PASSPHRASE || (await typed(ctx, use, path));
  ctx.secrets.add(passphrase);
  return passphrase;
}

async function typed(ctx: Context, use: 'open' | 'choose', path: string): Promise<string> {
  if (!ctx.settings.interactive) {
    const what = use === 'open' ? 'is encrypted' : 'is to be encrypted';
    throw new AuthctlError('STORE_UNUSABLE', `${path} ${what}, and there is no passphrase`, {
      hint: 'set AUTHCTL_PASSPHRASE, or run this on a terminal, which asks for it',
    });
  }
  const prompter = await ctx.ports.prompter();
  const answer = await prompter.secret(
    use === 'open' ? `Passphrase of ${path}:` : `New passphrase for ${path}:`,
  );
  if (answer === '') throw unusable('the passphrase that was typed is empty');
  if (use === 'choose' && (await prompter.secret('The same once more:')) !== answer)
    throw unusable('the two passphrases that were typed are not the same');
  return answer;
}

const unusable = (message: string): AuthctlError =>
  new AuthctlError('USAGE', message, { hint: 'run the command again, and type it with care' });
