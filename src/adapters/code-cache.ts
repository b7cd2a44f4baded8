import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Compiled code of the program's files, by file name. */
export type CompiledFiles = ReadonlyMap<string, Uint8Array>;

export interface KeptCode {
  /** From how many runs it was gathered. */
  readonly runs: number;
  readonly files: CompiledFiles;
}

/** The part of the file before the code, as JSON; lengths are in bytes, in the order of the code. */
interface Contents {
  readonly runs: number;
  readonly files: readonly (readonly [name: string, length: number])[];
}

/** Marks a file of this kind and form. */
const MAGIC = 0x61_63_63_32;

/** The mark, and the lengths of contents and code. */
const PREFIX_BYTES = 12;

/**
 * What V8 compiled in an earlier run and {@link writeCompiled} kept at `path`; nothing where that cannot be trusted.
 *
 * V8 refuses code of another version of itself, but runs what it is given without looking for damage: the file is
 * written whole or not at all, and only its owner can write it. That the code was compiled from the same sources is
 * for the caller to see to, by the path.
 *
 * @param user - whose file it must be; undefined where the platform does not tell.
 */
export function readCompiled(path: string, user: number | undefined): KeptCode {
  try {
    return unpack(readOwn(path, user));
  } catch {
    return { runs: 0, files: new Map() };
  }
}

/** @throws {RangeError | SyntaxError | TypeError} where the bytes are of another form. */
function unpack(bytes: Buffer): KeptCode {
  let at = PREFIX_BYTES + bytes.readUInt32LE(4);
  if (bytes.readUInt32LE(0) !== MAGIC || bytes.length !== at + bytes.readUInt32LE(8)) throw new RangeError();
  const contents = JSON.parse(bytes.toString('utf8', PREFIX_BYTES, at)) as Contents;
  const files = new Map<string, Uint8Array>();
  for (const [name, length] of contents.files) {
    files.set(name, bytes.subarray(at, at + length));
    at += length;
  }
  return { runs: contents.runs, files };
}

/** Replaces what is kept at `path`, in one step. What is in folders beside its own is of other builds, and goes. */
export function writeCompiled(path: string, { runs, files }: KeptCode): void {
  const contents: Contents = { runs, files: [...files].map(([name, { length }]) => [name, length]) };
  const names = Buffer.from(JSON.stringify(contents));
  const code = Buffer.concat([...files.values()]);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  for (const [at, value] of [MAGIC, names.length, code.length].entries()) prefix.writeUInt32LE(value, 4 * at);
  const folder = dirname(path);
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) removeOthers(folder);
  const unfinished = `${path}.${crypto.randomUUID()}`;
  try {
    writeFileSync(unfinished, Buffer.concat([prefix, names, code]), { mode: 0o600, flag: 'wx', flush: true });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function removeOthers(folder: string): void {
  const parent = dirname(folder);
  for (const name of readdirSync(parent)) {
    if (name !== basename(folder)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

const OTHERS_MAY_WRITE = 0o022;

/** @throws {Error} where there is no file, or others than the user can have written it. */
function readOwn(path: string, user: number | undefined): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const { uid, mode } = fstatSync(descriptor);
    const isOwn = user === undefined || (uid === user && (mode & OTHERS_MAY_WRITE) === 0);
    if (!isOwn) throw new Error('not the file of this user');
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
