import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Context } from './context.js';

/**
 * How a file is named in a report: from the root of the repository on, which the runner of a pipeline says, else from the
 * working directory on. A file outside of it keeps its whole path, a URL is what it is.
 */
export function reportFileName({ cwd, env }: Pick<Context, 'cwd' | 'env'>, file: string): string {
  if (/^https?:\/\//i.test(file)) return file;
  const path = resolve(cwd, file);
  const roots = [env.GITHUB_WORKSPACE, env.CI_PROJECT_DIR, cwd].filter((root) => root !== undefined);
  for (const root of roots.filter((candidate) => isAbsolute(candidate) && isInside(cwd, candidate))) {
    if (isInside(path, root)) return relative(root, path).split(sep).join('/');
  }
  return path.split(sep).join('/');
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
