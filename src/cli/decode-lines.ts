import { AuthctlError } from '../errors.js';
import { LINE_TOO_LONG } from '../ports/input.js';
import { decodedLine, PlainLines, refusedLine } from '../report/decoded-line.js';
import { type DecodeOptions, decode } from '../token/decode.js';
import type { DecodedToken } from '../token/decoded-token.js';
import type { DecryptionKeys } from '../token/keys/decryption-keys.js';
import { MAX_TOKEN_LENGTH, notAToken } from '../token/not-a-token.js';
import { PlainJwsReader } from '../token/plain-jws.js';
import type { Context } from './context.js';
import { say } from './print.js';

/** UTF-8 takes up to four bytes a character. */
const MAX_BYTES = MAX_TOKEN_LENGTH * 4;

/**
 * `decode --lines`: one token a line from stdin, one JSON document a line to stdout, in the same order. Empty lines are
 * passed over. A line that is no token gives an error document, and the command ends with `no`.
 *
 * It holds one chunk of input and its output, whatever comes, and stops when nobody reads the output any more.
 *
 * @param keys - to open encrypted tokens with; undefined to show their headers.
 * @throws {AuthctlError} `INTERRUPTED`, `FILE_UNREADABLE`.
 */
export async function decodeLines(
  ctx: Context,
  options: DecodeOptions,
  keys: DecryptionKeys | undefined,
): Promise<void> {
  const run = new LinesRun(ctx, options, keys);
  for await (const batch of ctx.stdin.lines(MAX_BYTES)) {
    let output = '';
    for (const line of batch) {
      const document = run.document(line);
      output += typeof document === 'string' ? document : await document;
    }
    if (output !== '') ctx.stdout.write(output);
    if (!(await ctx.stdout.ready())) return;
  }
  if (run.refused === 0) return;
  ctx.outcome = 'no';
  say(
    ctx,
    `${run.refused} of ${run.documents} lines ${run.refused === 1 ? 'is' : 'are'} no token that can be read`,
  );
}

type Line = string | typeof LINE_TOO_LONG;

/** The documents of one run, each with its line end. */
class LinesRun {
  readonly #now: number;
  readonly #secrets: Context['secrets'];
  readonly #options: DecodeOptions;
  readonly #keys: DecryptionKeys | undefined;
  readonly #plain = new PlainJwsReader();
  readonly #plainLines: PlainLines;
  #line = 0;
  documents = 0;
  refused = 0;

  constructor({ now, secrets }: Context, options: DecodeOptions, keys: DecryptionKeys | undefined) {
    this.#now = now();
    this.#secrets = secrets;
    this.#options = options;
    this.#keys = keys;
    this.#plainLines = new PlainLines(this.#now, options.roleClaim);
  }

  /** A promise only where something is to be decrypted: waiting for each line would take longer than reading it. */
  document(line: Line): string | Promise<string> {
    this.#line += 1;
    if (line === LINE_TOO_LONG) return this.#refusal(tooLong(), this.#line);
    const plain = this.#keys ? undefined : this.#plain.read(line);
    if (plain) {
      this.documents += 1;
      return `${this.#plainLines.line(plain, this.#line)}\n`;
    }
    if (line.trim() === '') return '';
    try {
      const token = decode(line, this.#now, this.#options);
      if (token.payloadKind !== 'encrypted' || !this.#keys) return this.#document(token, this.#line);
      return this.#opened(line, this.#keys);
    } catch (error) {
      return this.#refusal(error, this.#line);
    }
  }

  async #opened(line: string, keys: DecryptionKeys): Promise<string> {
    const number = this.#line;
    try {
      const { decrypt } = await import('../token/decrypt.js');
      return this.#document(await decrypt(line, this.#now, keys, this.#options), number);
    } catch (error) {
      return this.#refusal(error, number);
    }
  }

  #document(token: DecodedToken, line: number): string {
    this.documents += 1;
    return `${this.#secrets.redact(decodedLine(token, line))}\n`;
  }

  #refusal(error: unknown, line: number): string {
    if (!(error instanceof AuthctlError)) throw error;
    this.documents += 1;
    this.refused += 1;
    return `${this.#secrets.redact(refusedLine(error, line))}\n`;
  }
}

const tooLong = (): AuthctlError => notAToken(`its line is longer than ${MAX_BYTES} bytes`);
