import { readDocument } from '../document/source-document.js';
import { type ConfigPlace, findConfig } from './load.js';
import { ROUTE_KEY } from './route-key.js';

/** What an `authctl.yaml` names, mistakes elsewhere in it notwithstanding: to complete and to suggest words with. */
export interface ConfigOutline {
  /** Of `server:` and `api:`. */
  readonly servers: readonly string[];
  readonly roles: readonly string[];
  readonly subjects: readonly { readonly name: string; readonly role: string | undefined }[];
  readonly routes: readonly { readonly method: string; readonly path: string }[];
}

/**
 * Reads the names of a configuration without checking it, which takes a fraction of the time. No variable is filled in.
 *
 * @returns undefined where there is no file.
 * @throws {AuthctlError} `FILE_UNREADABLE`; `CONFIG_INVALID` for what is no YAML.
 */
export async function configOutline(place: ConfigPlace): Promise<ConfigOutline | undefined> {
  const path = await findConfig(place);
  if (path === undefined) return undefined;
  const { data } = readDocument(await place.files.read(path), { file: path, code: 'CONFIG_INVALID' });
  const { server, api, roles, subjects, routes } = mapOf(data);
  return {
    servers: texts([server, api]).filter((url) => /^https?:\/\//.test(url)),
    roles: Array.isArray(roles) ? texts(roles) : [],
    subjects: Object.entries(mapOf(subjects)).map(([name, subject]) => ({
      name,
      role: texts([mapOf(subject).role])[0],
    })),
    routes: Object.keys(mapOf(routes)).flatMap((key) => {
      const [, method, path] = ROUTE_KEY.exec(key) ?? [];
      return method === undefined || path === undefined ? [] : [{ method, path }];
    }),
  };
}

const mapOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** Texts that stand as they are: without a variable in them. */
const texts = (values: readonly unknown[]): readonly string[] =>
  values.filter((value): value is string => typeof value === 'string' && !value.includes('${'));
