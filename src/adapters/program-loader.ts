import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { CompiledFiles } from './code-cache.js';

type Body = (
  exports: unknown,
  require: (id: string) => unknown,
  module: { exports: unknown },
  filename: string,
  folder: string,
) => void;

export interface ProgramLoader {
  /** Runs a file of the program, once, and gives what it exports. */
  load(name: string): unknown;
  /** False where a file was loaded for which no usable code was known. */
  readonly knewAll: boolean;
  /** What V8 has compiled by now: functions that were called in this run, and those that were known. */
  compiled(): CompiledFiles;
}

/**
 * Loads CommonJS files of one folder that name each other as `./name` and hold ASCII only, with code that V8 compiled in an earlier run.
 *
 * @param builtIn - a module of Node.js itself; undefined where there is none of that name.
 * @param known - of the same files.
 *
 * Node.js can do the same from 22.1 on (`module.enableCompileCache`), but looks at the file system for each of them.
 */
export function createProgramLoader(
  folder: string,
  builtIn: (id: string) => unknown,
  known: CompiledFiles,
): ProgramLoader {
  const modules = new Map<string, { exports: unknown }>();
  const scripts = new Map<string, Script>();
  let knewAll = true;

  const requireFrom = (path: string): NodeRequire =>
    (builtIn('node:module') as typeof import('node:module')).createRequire(path);

  function compile(name: string, path: string): Body {
    const cachedData = known.get(name);
    const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'latin1')}\n})`;
    const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) });
    if (!cachedData || script.cachedDataRejected) knewAll = false;
    scripts.set(name, script);
    return script.runInThisContext() as Body;
  }

  function load(name: string): unknown {
    const loaded = modules.get(name);
    if (loaded) return loaded.exports;
    const path = join(folder, name);
    const module = { exports: {} as unknown };
    modules.set(name, module);
    const require = (id: string): unknown => {
      if (id.startsWith('./')) return load(id.slice(2));
      return builtIn(id) ?? requireFrom(path)(id);
    };
    compile(name, path)(module.exports, require, module, path, folder);
    return module.exports;
  }

  return {
    load,
    get knewAll() {
      return knewAll;
    },
    compiled() {
      const fresh = [...scripts].map(([name, script]): [string, Uint8Array] => [
        name,
        script.createCachedData(),
      ]);
      return new Map([...known, ...fresh]);
    },
  };
}
