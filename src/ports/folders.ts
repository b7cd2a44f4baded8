export type Environment = Readonly<Record<string, string | undefined>>;

/** Where authctl keeps what outlives one command. */
export interface Folders {
  /** Sessions and settings. */
  readonly config: string;
  /** The bundled server's keys. */
  readonly data: string;
  /** What can be had again: key sets, compiled code. */
  readonly cache: string;
}
