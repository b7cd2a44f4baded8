import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import Conf from 'conf';
import { replaceOwnFile } from './own-file.js';

/**
 * Has `conf` write a JSON document of mode 0600, and puts it in the place of what was there, whole or not at all.
 *
 * `conf` takes a disk that fills up while it writes for a success, and what a kill leaves of its own file stays. So it
 * writes beside the file; what it wrote is read again before it takes the file's place, and what it left before is removed.
 *
 * @throws {AuthctlError} `STORE_UNUSABLE`; the old file stays.
 */
export function replaceDocument(path: string, document: object): void {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  replaceOwnFile(path, (file) => {
    removeLeftovers(file);
    const conf = new Conf<Record<string, unknown>>({
      cwd: dirname(file),
      configName: basename(file, extname(file)),
      fileExtension: extname(file).slice(1),
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
      serialize: () => text,
    });
    conf.store = { ...document };
    if (readFileSync(file, 'utf8') !== text) throw new Error('only a part of it could be written');
  });
}

/** What `conf` writes first, and gives its name only when it is whole. */
function removeLeftovers(file: string): void {
  const folder = dirname(file);
  const left = readdirSync(folder).filter((name) => name.startsWith(`${basename(file)}.tmp-`));
  for (const name of left) rmSync(join(folder, name), { force: true });
}
