import { type Command, Option } from 'commander';
import type { Context } from './context.js';
import type { TransportFlags } from './transport-flags.js';

/** Gives a command the options that say how its requests are sent. They apply to each of them. */
export function addTransportOptions(command: Command, ctx: Context): void {
  command
    .optionsGroup('Connections:')
    .addOption(
      new Option('--ca <file>', 'certificates (PEM) to trust besides the usual ones').env('AUTHCTL_CA'),
    )
    .addOption(
      new Option('--client-cert <file>', 'certificate (PEM) to show to servers').env('AUTHCTL_CLIENT_CERT'),
    )
    .addOption(
      new Option('--client-key <file>', 'its private key (PEM); default: in the same file').env(
        'AUTHCTL_CLIENT_KEY',
      ),
    )
    .addOption(new Option('--insecure', 'check no certificates; says so each time').env('AUTHCTL_INSECURE'))
    .addOption(
      new Option('--har <file>', 'write every request and answer as HAR, secrets masked').env('AUTHCTL_HAR'),
    )
    .hook('preAction', (_, called) => {
      const { ca, clientCert, clientKey, insecure, har } = called.opts<TransportFlags>();
      ctx.settings.transport = { ca, clientCert, clientKey, insecure, har };
    });
}
