import { AuthctlError } from '../errors.js';
import { decodedLine, refusedLine } from '../report/decoded-line.js';
import { MAX_PLAIN_LINE, PlainLines } from '../report/plain-lines.js';
import { type DecodeOptions, decode } from '../token/decode.js';
import type { DecodedToken } from '../token/decoded-token.js';
import type { DecryptionKeys } from '../token/keys/decryption-keys.js';
import { MAX_TOKEN_LENGTH, notAToken } from '../token/not-a-token.js';
import { PlainJwsReader } from '../token/plain-jws.js';
import type { Context } from './context.js';
import { GatheredOutput } from './gathered-output.js';
import { LineCursor } from './line-cursor.js';
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
  let first = 1;
  for await (const block of ctx.stdin.lines(MAX_BYTES)) {
    const lines = new LineCursor(block, first, MAX_BYTES);
    while (lines.next()) {
      if (run.writePlain(lines)) continue;
      const document = run.document(lines);
      run.output.add(typeof document === 'string' ? document : await document);
    }
    first = lines.number + 1;
    run.output.flush();
    if (!(await ctx.stdout.ready())) return;
  }
  if (run.refused === 0) return;
  ctx.outcome = 'no';
  say(
    ctx,
    `${run.refused} of ${run.documents} lines ${run.refused === 1 ? 'is' : 'are'} no token that can be read`,
  );
}

/** The documents of one run, each with its line end. */
class LinesRun {
  readonly #now: number;
  readonly #secrets: Context['secrets'];
  readonly #options: DecodeOptions;
  readonly #keys: DecryptionKeys | undefined;
  readonly #plain = new PlainJwsReader();
  readonly output: GatheredOutput;
  readonly #plainLines: PlainLines;
  documents = 0;
  refused = 0;

  constructor({ now, secrets, stdout }: Context, options: DecodeOptions, keys: DecryptionKeys | undefined) {
    this.output = new GatheredOutput(stdout);
    this.#now = now();
    this.#secrets = secrets;
    this.#options = options;
    this.#keys = keys;
    this.#plainLines = new PlainLines(this.#now, options.roleClaim);
  }

  /** @returns false where it leads nowhere. */
  writePlain({ bytes, start, end, number, isTooLong }: LineCursor): boolean {
    if (isTooLong || this.#keys) return false;
    const plain = this.#plain.read(bytes, start, end);
    if (plain === undefined) return false;
    const { output } = this;
    output.makeRoom(MAX_PLAIN_LINE);
    const written = this.#plainLines.write(bytes, plain, number, output.bytes, output.length);
    if (written === undefined) return false;
    output.length = written;
    this.documents += 1;
    return true;
  }

  /** A promise only where something is to be decrypted: waiting for each line would take longer than reading it. */
  document(lines: LineCursor): string | Promise<string> {
    return lines.isTooLong
      ? this.#refusal(tooLong(), lines.number)
      : this.#longWay(lines.text(), lines.number);
  }

  #longWay(line: string, number: number): string | Promise<string> {
    if (line.trim() === '') return '';
    try {
      const token = decode(line, this.#now, this.#options);
      if (token.payloadKind !== 'encrypted' || !this.#keys) return this.#document(token, number);
      return this.#opened(line, this.#keys, number);
    } catch (error) {
      return this.#refusal(error, number);
    }
  }

  async #opened(line: string, keys: DecryptionKeys, number: number): Promise<string> {
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
