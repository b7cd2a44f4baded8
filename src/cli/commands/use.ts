import { type Command, Option } from 'commander';
import { AuthctlError } from '../../errors.js';
import { usedRenderer } from '../../report/used.js';
import { type FileKind, STORAGE_KINDS } from '../../session/storage-kind.js';
import { use } from '../../session/use.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import { wishStorage } from '../storage-choice.js';

/** `authctl use`: make a stored session the current one, and choose how sessions are kept. */
export function configureUse(command: Command, ctx: Context, run: typeof use = use): void {
  command
    .argument('[name]', 'name of a stored session; `authctl status` lists them')
    .addOption(
      new Option('--storage <kind>', 'keep all sessions in this way from now on').choices(
        STORAGE_KINDS.filter((kind) => kind !== 'memory'),
      ),
    )
    .addHelpText('after', examples)
    .action(async (name: string | undefined, { storage }: { readonly storage?: FileKind }) => {
      if (name === undefined && storage === undefined) {
        throw new AuthctlError('USAGE', 'nothing is named that could be used', {
          hint: 'name a session, which `authctl status` lists, or say with --storage how sessions are to be kept',
        });
      }
      wishStorage(ctx, storage);
      const store = await ctx.ports.store();
      emit(ctx, usedRenderer, await run(store, { name, storage: storage !== undefined }));
    });
}

const examples = `
The current session is what commands use where --as, --role and AUTHCTL_TOKEN name none.

Ways to keep sessions; the file is for its owner alone (mode 0600) in each of them:
  file             as they are; the default
  encrypted-file   encrypted with a passphrase: AUTHCTL_PASSPHRASE, or typed on a terminal
  keyring          encrypted with a key in the keyring of the operating system

Examples:
  $ authctl use sari
  $ authctl use --storage keyring
  $ authctl status`;
