import type { Command } from 'commander';
import type { Context } from './context.js';
import { optionAdder } from './option-adder.js';
import { type TransportFlags, transportInEnvironment } from './transport-flags.js';

/** Each with the variable that says the same. */
const OPTIONS = [
  ['--ca <file>', 'certificates (PEM) to trust besides the usual ones', 'AUTHCTL_CA'],
  ['--client-cert <file>', 'certificate (PEM) to show to servers', 'AUTHCTL_CLIENT_CERT'],
  ['--client-key <file>', 'its private key (PEM); default: in the same file', 'AUTHCTL_CLIENT_KEY'],
  ['--insecure', 'check no certificates; says so each time', 'AUTHCTL_INSECURE'],
  ['--har <file>', 'write every request and answer as HAR, secrets masked', 'AUTHCTL_HAR'],
] as const;

/**
 * Gives a command the options that say how its requests are sent. They apply to each of them.
 *
 * An option that the command has already, under the same name, stays its own, and counts here too.
 */
export function addTransportOptions(command: Command, ctx: Context): void {
  const own = new Set(command.options.map(({ long }) => long));
  command.optionsGroup('Connections:');
  const add = optionAdder(command);
  for (const [flags, help, variable] of OPTIONS) {
    if (!own.has(flags.split(' ', 1)[0])) add(flags, help, variable);
  }
  command.hook('preAction', (_, called) => {
    const { ca, clientCert, clientKey, insecure, har } = called.opts<TransportFlags>();
    const usual = transportInEnvironment(ctx.env);
    ctx.settings.transport = {
      ca: ca ?? usual.ca,
      clientCert: clientCert ?? usual.clientCert,
      clientKey: clientKey ?? usual.clientKey,
      insecure: insecure ?? usual.insecure,
      har,
    };
  });
}
