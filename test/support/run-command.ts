import { createHttp } from '../../src/adapters/http-undici.js';
import { run } from '../../src/cli/run.js';
import { createTestContext, type World } from './test-context.js';

export interface CommandWorld extends Pick<World, 'stdin' | 'store' | 'now' | 'env' | 'files' | 'terminal'> {
  /** Opens what a person would open in a browser. */
  readonly browse?: (url: string) => void;
}

export interface CommandOutcome {
  /** The exit status. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was written to files, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** Runs a command of authctl in this process, over the real network. */
export async function runCommand(
  argv: readonly string[],
  { browse, ...world }: CommandWorld = {},
): Promise<CommandOutcome> {
  const context = createTestContext({ argv: [...argv, '--no-input'], stdin: '', ...world });
  const http = createHttp(context.signal);
  const ports = {
    ...context.ports,
    http: async () => http,
    browser: async () => ({
      open: async (url: string) => {
        browse?.(url);
        return browse !== undefined;
      },
    }),
  };
  const status = await run({ ...context, ports });
  return { status, ...context.written };
}
