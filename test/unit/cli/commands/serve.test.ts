import { Command, CommanderError } from 'commander';
import { expect, test, vi } from 'vitest';
import { configureServe } from '../../../../src/cli/commands/serve.js';
import type { Context } from '../../../../src/cli/context.js';

const ctx = {} as Context;

/** What the server would be started with, for these words after `serve`. */
async function optionsOf(words: readonly string[]): Promise<unknown> {
  const run = vi.fn(async () => undefined);
  const command = new Command('serve').exitOverride().configureOutput({ writeErr: () => undefined });
  configureServe(command, ctx, run);
  await command.parseAsync(words, { from: 'user' });
  return run.mock.calls[0];
}

test.for([
  { words: [], options: { port: 4455, host: '127.0.0.1', log: 'text' } },
  { words: ['--port', '0'], options: { port: 0, host: '127.0.0.1', log: 'text' } },
  {
    words: ['--port', '65535', '--ephemeral'],
    options: { port: 65_535, host: '127.0.0.1', ephemeral: true, log: 'text' },
  },
  { words: ['--host', '::1'], options: { port: 4455, host: '::1', log: 'text' } },
  {
    words: [
      ...['--config', 'server.yaml', '--users', 'agus:reader,sari:auditor', '--role', 'auditor=users:read,x'],
      ...[
        '--role',
        'nobody=',
        '--ttl',
        '2m',
        '--alg',
        'EdDSA',
        '--log',
        'json',
        '--fault',
        'reset',
        '--fault',
        'status:500',
      ],
    ],
    options: {
      port: 4455,
      host: '127.0.0.1',
      config: 'server.yaml',
      users: [
        { username: 'agus', role: 'reader' },
        { username: 'sari', role: 'auditor' },
      ],
      role: [
        { name: 'auditor', permissions: ['users:read', 'x'] },
        { name: 'nobody', permissions: [] },
      ],
      ttl: 120,
      alg: 'EdDSA',
      fault: ['reset', 'status:500'],
      log: 'json',
    },
  },
])('serve $words', async ({ words, options }) => {
  vi.stubEnv('AUTHCTL_PORT', undefined);
  expect(await optionsOf(words)).toEqual([ctx, options]);
});

test('options come from the environment too, and a flag is stronger', async () => {
  vi.stubEnv('AUTHCTL_PORT', '5000');
  vi.stubEnv('AUTHCTL_HOST', '127.0.0.2');
  vi.stubEnv('AUTHCTL_EPHEMERAL', '1');
  expect(await optionsOf(['--port', '6000'])).toEqual([
    ctx,
    { port: 6000, host: '127.0.0.2', ephemeral: true, log: 'text' },
  ]);
});

test.for([
  ['--users', 'agus'],
  ['--users', 'agus:'],
  ['--users', 'agus:reader,agus:admin'],
  ['--users', ''],
  ['--role', 'auditor'],
  ['--role', '=x'],
  ['--ttl', '0'],
  ['--ttl', 'soon'],
  ['--alg', 'HS256'],
  ['--log', 'xml'],
])('serve %s is refused', async (words) => {
  await expect(optionsOf(words)).rejects.toThrow(CommanderError);
});

test.for(['65536', '-1', '4455.5', '0x10', '1e3', '', ' 80', 'http'])('"%s" is no port', async (port) => {
  await expect(optionsOf(['--port', port])).rejects.toThrow(CommanderError);
});
