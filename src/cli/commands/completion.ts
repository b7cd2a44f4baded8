import { Argument, type Command } from 'commander';
import { completionScriptRenderer } from '../../report/completion-script.js';
import { SHELLS, type Shell } from '../complete/shell.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';

const scripts: Readonly<Record<Shell, () => Promise<string>>> = {
  bash: async () => (await import('../complete/scripts/bash.js')).BASH_SCRIPT,
  zsh: async () => (await import('../complete/scripts/zsh.js')).ZSH_SCRIPT,
  fish: async () => (await import('../complete/scripts/fish.js')).FISH_SCRIPT,
  powershell: async () => (await import('../complete/scripts/powershell.js')).POWERSHELL_SCRIPT,
};

/** `authctl completion`: what makes a shell complete authctl's command lines. */
export function configureCompletion(command: Command, ctx: Context): void {
  command
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', examples)
    .action(async (shell: Shell) => {
      emit(ctx, completionScriptRenderer, { shell, script: await scripts[shell]() });
    });
}

const examples = `
Completes commands, flags and their values, files (behind @, too), stored sessions, roles and routes. The script asks
the installed authctl, so that it need not be written anew after an update. Sessions that are kept encrypted are not
completed: nothing asks for a passphrase, a keyring or a server while you type.

Install:
  bash         $ authctl completion bash > ~/.local/share/bash-completion/completions/authctl
               or, without the package bash-completion, a line in ~/.bashrc:
                 source <(authctl completion bash)
  zsh          $ authctl completion zsh > ~/.zfunc/_authctl
               with, in ~/.zshrc before compinit: fpath+=(~/.zfunc)
               or, behind compinit: source <(authctl completion zsh)
  fish         $ authctl completion fish > ~/.config/fish/completions/authctl.fish
  PowerShell   a line in the file that $PROFILE names:
                 authctl completion powershell | Out-String | Invoke-Expression`;
