import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Files } from '../../ports/files.js';
import type { ServerSettings } from '../settings.js';

export interface ServerConfigPlace {
  readonly files: Pick<Files, 'read'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; `path` starts from here, and messages name files relative to it. */
  readonly cwd: string;
  /** The configuration file. */
  readonly path: string;
}

/** Settings as they were loaded, and where from. */
export interface LoadedServerConfig {
  readonly settings: ServerSettings;
  /** Absolute paths of every file that was read: a change of any of them is a reason to load anew. */
  readonly paths: readonly string[];
  /** Passwords and other values that must never be shown: the caller hands them to the redaction. */
  readonly secrets: readonly string[];
}

/**
 * Reads an `authctl-server.yaml`, and the files that it takes objects from.
 *
 * @throws {AuthctlError} `CONFIG_INVALID` with every mistake's position; `FILE_UNREADABLE`.
 */
export async function loadServerConfig(place: ServerConfigPlace): Promise<LoadedServerConfig> {
  const { files, env, cwd } = place;
  const path = resolve(cwd, place.path);
  const text = await files.read(path);
  // Only where there is a file: YAML and the schema take as long to load as the server itself.
  const [{ readServerConfig }, { readItems }] = await Promise.all([
    import('./read.js'),
    import('./items.js'),
  ]);
  const { settings, itemFiles, secrets } = readServerConfig({ text, path, file: nameOf(path, cwd) }, env);
  const paths = new Map([...itemFiles].map(([name, file]) => [name, resolve(dirname(path), file)]));
  const resources = await Promise.all(
    settings.resources.map(async (resource) => {
      const from = paths.get(resource.name);
      if (from === undefined) return resource;
      const items = readItems(await files.read(from), nameOf(from, cwd), resource, settings.users);
      return { ...resource, items };
    }),
  );
  return { settings: { ...settings, resources }, paths: [path, ...paths.values()], secrets };
}

/** Relative to the working directory where it lies below it. */
function nameOf(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return name.startsWith('..') || isAbsolute(name) ? path : name;
}
