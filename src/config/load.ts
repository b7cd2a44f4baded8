import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Files } from '../ports/files.js';
import type { Config } from './config.js';
import type { Environment } from './variables.js';

/** What the file is called, the first before the second. */
export const CONFIG_NAMES = ['authctl.yaml', 'authctl.yml'] as const;

export interface ConfigPlace {
  readonly files: Files;
  readonly env: Environment;
  /** Absolute; the search goes from here up to the root. */
  readonly cwd: string;
  /** `--config` or `AUTHCTL_CONFIG`: this file and no search. */
  readonly path?: string | undefined;
  /** The keys at the top whose variables have to be set; default: all. */
  readonly needed?: readonly string[] | undefined;
}

/**
 * Finds and reads the configuration.
 *
 * The caller hands `secrets` of the answer to the redaction before anything is written.
 *
 * @returns undefined where no `path` is given and no file lies in the working directory or above it.
 * @throws {AuthctlError} `CONFIG_INVALID` with every mistake's position; `FILE_UNREADABLE`.
 */
export async function loadConfig(place: ConfigPlace): Promise<Config | undefined> {
  const path = await findConfig(place);
  if (path === undefined) return undefined;
  const text = await place.files.read(path);
  // Only where there is a file: YAML and the schema take as long to load as everything else together.
  const { readConfig } = await import('./read.js');
  return readConfig({ text, path, file: nameOf(path, place.cwd) }, place.env, place.needed);
}

/** The absolute path of the file that is named, or found from the working directory upwards. */
export const findConfig = async (place: ConfigPlace): Promise<string | undefined> =>
  place.path ? resolve(place.cwd, place.path) : search(place);

async function search({ files, cwd }: ConfigPlace): Promise<string | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const name of CONFIG_NAMES) {
      const path = join(folder, name);
      if (await files.exists(path)) return path;
    }
    if (dirname(folder) === folder) return undefined;
  }
}

/** Relative to the working directory where it lies below it. */
function nameOf(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return name.startsWith('..') || isAbsolute(name) ? path : name;
}
