/** The file system, as far as commands read and write single files that the user names. */
export interface Files {
  /** @throws {AuthctlError} `FILE_UNREADABLE`, naming the path and what to do. */
  read(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** Whether other users of this machine may read it; false where there are no such modes, and for what is no file. */
  isReadableByOthers(path: string): Promise<boolean>;
  /** Makes a folder that only the user may enter (mode 0700), and those above it. @throws {AuthctlError} `FILE_UNWRITABLE`. */
  makeFolder(path: string): Promise<void>;
  /**
   * Writes a whole file or nothing: to a temporary file beside it, then renamed.
   *
   * @throws {AuthctlError} `FILE_EXISTS` unless `overwrite`; `FILE_UNWRITABLE`.
   */
  write(
    path: string,
    text: string,
    options?: { readonly overwrite?: boolean; readonly mode?: number },
  ): Promise<void>;
}

/** Files that others may write while a command runs. */
export interface FileWatch {
  /**
   * Calls back when the content of one of these files may have changed, once for changes that come together.
   *
   * @param paths - absolute.
   * @returns what ends it.
   */
  watch(paths: readonly string[], onChange: () => void): () => void;
}

/** What is known of a file before it is written. */
export interface FileChecks {
  /** @throws {AuthctlError} `FILE_UNWRITABLE`: it is a folder, or its own folder is not there or may not be written. */
  requireWritable(path: string): Promise<void>;
}

/** Files that others write, too. */
export interface FileAppends {
  /** Adds to the end of a file, which is made where there is none. @throws {AuthctlError} `FILE_UNWRITABLE`. */
  append(path: string, text: string): Promise<void>;
}

/** Files of any size, read piece by piece. */
export interface FileChunks {
  /** The bytes as they are read. @throws {AuthctlError} `FILE_UNREADABLE`, while they are. */
  chunks(path: string): AsyncIterable<Uint8Array>;
}

/** Files that are written piece by piece. */
export interface FileSinks {
  /**
   * Begins a file. What has its name stays as it is until the new one is whole; a device is written to at once.
   *
   * @throws {AuthctlError} `FILE_UNWRITABLE`
   */
  create(path: string): Promise<FileSink>;
}

export interface FileSink {
  /** @throws {AuthctlError} `FILE_UNWRITABLE` */
  write(chunk: Uint8Array): Promise<void>;
  /** The file is whole: it takes its place. @throws {AuthctlError} `FILE_UNWRITABLE` */
  finish(): Promise<void>;
  /** Leaves everything as it was. */
  discard(): Promise<void>;
}

/** Files that grow, and are to be of use however this process ends. */
export interface FileLogs {
  /**
   * Opens a file, for the user alone (mode 0600), to write at its end.
   *
   * @param kept - so many bytes of what is there stay, the rest is cut off; absent for a file that is not there yet.
   * @throws {AuthctlError} `FILE_EXISTS`, `FILE_UNWRITABLE`.
   */
  openLog(path: string, kept?: number): Promise<FileLog>;
}

export interface FileLog {
  /** Returns when the operating system has it. @throws {AuthctlError} `FILE_UNWRITABLE` */
  append(text: string): void;
  close(): void;
}
