import type { Path } from '../../document/source-document.js';

/** What names of the file lead to: its own sections, or the demo's where it has none. */
export interface Known {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly users: readonly { readonly id: number; readonly username: string }[];
  readonly resources: ReadonlyMap<
    string,
    { readonly fields: readonly string[]; readonly owner: string | undefined }
  >;
}

/** Takes note of a mistake at a path of the document. */
export type Complain = (message: string, path: Path, hint: string | undefined) => void;
