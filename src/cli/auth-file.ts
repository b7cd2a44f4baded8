import { relative, resolve, sep } from 'node:path';
import type { FileUser } from '../config/auth-file-user.js';
import type { Config, SubjectConfig } from '../config/config.js';
import { unknownRole } from '../probe/expectation.js';
import type { Context } from './context.js';

interface AuthFileOptions {
  readonly authFile?: string | undefined;
}

/**
 * The configuration with the users of an authentication file among its subjects: each logs in as that file says. A subject of
 * the same name keeps its role and what it owns; a name that is one of `roles:` is its own role.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`, `CONFIG_INVALID` with the position.
 */
export async function withAuthFile(
  ctx: Context,
  { authFile }: AuthFileOptions,
  config: Config | undefined,
): Promise<Config | undefined> {
  const named = authFile ?? config?.authFile;
  if (named === undefined) return config;
  const [{ readAuthFile }, { readConfig }] = await Promise.all([
    import('../config/auth-file.js'),
    import('../config/read.js'),
  ]);
  const path = resolve(ctx.cwd, named);
  const users = readAuthFile(await ctx.ports.files.read(path), shortened(path, ctx.cwd));
  ctx.secrets.add(...users.flatMap(({ secrets }) => secrets));
  const base = config ?? readConfig({ text: 'version: 1', file: named, path }, {});
  const names = users.map(({ name }) => name);
  const others = base.subjects.filter(({ name }) => !names.includes(name));
  return { ...base, subjects: [...users.map((user) => subjectOf(user, base)), ...others] };
}

/** Relative to the working directory where it lies below it. */
const shortened = (path: string, cwd: string): string =>
  path.startsWith(cwd + sep) ? relative(cwd, path) : path;

function subjectOf(
  { name, username, password, login }: FileUser,
  { subjects, roles }: Config,
): SubjectConfig {
  const known = subjects.find((subject) => subject.name === name) ?? {
    name,
    role: roles.includes(name) ? name : unknownRole,
    owns: {},
    attributes: {},
  };
  return { ...known, username, ...(password === undefined ? {} : { password }), login };
}
