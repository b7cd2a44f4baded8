import type { Http } from '../ports/http.js';
import { type Exchange, harOf } from '../report/har.js';
import { version } from '../version.js';
import type { Context } from './context.js';
import { say } from './print.js';
import { maskedHeader, withoutSecrets } from './trace-masks.js';

/** Makes an HTTP client whose exchanges are remembered. */
export type Archive = (http: Http) => Http;

/**
 * Remembers exchanges, and writes them to a HAR file when the command ends, however it ends. Everything secret is masked,
 * also what turned out to be secret only later.
 *
 * @throws {AuthctlError} `FILE_UNWRITABLE`, before anything is sent.
 */
export async function createArchive(ctx: Context, path: string): Promise<Archive> {
  await ctx.ports.files.requireWritable(path);
  const exchanges: Exchange[] = [];
  ctx.closing.push(async () => {
    const text = JSON.stringify(
      harOf(exchanges, version, { header: maskedHeader, text: withoutSecrets }),
      null,
      2,
    );
    await ctx.ports.files.write(path, `${ctx.secrets.redact(text)}\n`, { overwrite: true, mode: 0o600 });
    say(ctx, `${exchanges.length} requests written to ${path}, secrets masked`);
  });
  return (http) => ({
    async send(request) {
      const at = ctx.now();
      const outcome = await http.send(request);
      exchanges.push({ request, outcome, at });
      return outcome;
    },
  });
}
