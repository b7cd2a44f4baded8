import { type Command, InvalidArgumentError, Option } from 'commander';
import { renderRequest, renderServing, servingDocument } from '../../report/serve.js';
import { loadSigningKeys } from '../../server/key-file.js';
import { generateSigningKeys } from '../../server/signing-keys.js';
import { startServer } from '../../server/start.js';
import type { Context } from '../context.js';
import { complain, printJson, printText, say } from '../print.js';

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly ephemeral?: boolean;
}

/** `authctl serve`: the bundled authorization server and demo API, until it is stopped. */
export function configureServe(command: Command, ctx: Context, run = serve): void {
  command
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 for a free one')
        .env('AUTHCTL_PORT')
        .default(4455)
        .argParser(portFrom),
    )
    .addOption(
      new Option('--host <address>', 'interface to listen on').env('AUTHCTL_HOST').default('127.0.0.1'),
    )
    .addOption(
      new Option('--ephemeral', 'sign with throw-away keys instead of those of earlier runs').env(
        'AUTHCTL_EPHEMERAL',
      ),
    )
    .addHelpText('after', examples)
    .action(async (options: ServeOptions) => run(ctx, options));
}

const examples = `
Examples:
  $ authctl serve                                # on http://127.0.0.1:4455, until Ctrl-C
  $ authctl serve --port 0 --ephemeral --json    # for a script: free port, new keys, one JSON line when ready
  $ authctl login --username agus                # in another terminal; the password is agus-demo

Signing keys are kept in the user's data folder, so that stored tokens stay valid over a restart.
Users, articles and sessions are as new at each start.`;

function portFrom(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('a port is a number from 0 to 65535.');
  return port;
}

async function serve(ctx: Context, { port, host, ephemeral = false }: ServeOptions): Promise<void> {
  const keys = ephemeral
    ? await generateSigningKeys()
    : await loadSigningKeys(ctx.ports.files, ctx.folders.data);
  const server = await startServer({
    port,
    host,
    keys,
    now: ctx.now,
    ...(ctx.settings.quiet ? {} : { onRequest: (event) => say(ctx, renderRequest(event)) }),
  });
  if (ctx.settings.json) printJson(ctx, servingDocument(server), 0);
  else printText(ctx, [`authctl serve: listening on ${server.issuer}`]);
  if (!isLoopback(host)) complain(ctx, ...openToOthers(host));
  say(ctx, ...renderServing(server));
  await untilStopped(ctx.signal);
  await server.close();
}

const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);

const openToOthers = (host: string) => [
  [
    { text: 'warning:', style: 'caution' as const },
    ` ${host} may be reached from other machines, over plain HTTP, with passwords that everybody knows`,
  ],
];

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
