import { relative } from 'node:path';

/** What the build put into one file of `dist/`. */
export interface BundledFile {
  /** The module that the file stands for: the program, the library, or what is imported only when it is needed. */
  readonly entry: string | null;
  /** Files, and modules of Node.js, that are loaded as soon as this one is. */
  readonly imports: readonly string[];
  /** Paths of the modules in it. */
  readonly sources: readonly string[];
  readonly bytes: number;
}

/** By file name. */
export type Bundle = Readonly<Record<string, BundledFile>>;

/** Where the build writes it, outside of the package, for the tests of what a command loads. */
export const RECORD = 'node_modules/.cache/authctl/bundle.json';

/** A module's path below the checkout. */
export const sourceOf = (id: string): string => relative(process.cwd(), id);
