import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AuthctlError } from '../errors.js';
import type { CredentialStore } from '../session/credential-store.js';
import {
  EMPTY_DOCUMENT,
  readDocument,
  type SessionDocument,
  withCurrent,
  withoutSession,
  withReplaced,
  withSession,
} from '../session/document.js';
import type { KeySource, SealedDocument } from '../session/sealed-document.js';
import type { FileKind } from '../session/storage-kind.js';
import type { DocumentSeals, KeyPorts } from './document-seals.js';
import type { Waiting } from './file-lock.js';
import { readOwnFile, reasonOf, rehearseOwnFile, tightenFolder, unusable, type Warn } from './own-file.js';

/** Who holds a session may be waiting for its server. */
const EXCLUSIVE_PATIENCE_MS = 60_000;

/** A session with a DPoP key and large tokens is a few thousand bytes. */
const ROOM_FOR_A_SESSION = 64 * 1024;

export interface FileStoreSetup {
  readonly folder: string;
  /** Whose file it must be; undefined where the platform does not tell. */
  readonly user: number | undefined;
  /** How the file is to be from the next change on; undefined: as it is. */
  readonly wished: FileKind | undefined;
  /** How a file is to be that is not there yet, where nothing is wished. */
  readonly usual: FileKind;
  readonly keys: KeyPorts;
  readonly warn: Warn;
}

/** The file as it was found. */
interface Found {
  readonly document: SessionDocument;
  /** Undefined where there is no file. */
  readonly kind: FileKind | undefined;
  /** Of an encrypted one. */
  readonly source: KeySource | undefined;
}

/**
 * Sessions in one file of mode 0600 in a folder of mode 0700: as they are, encrypted with a passphrase, or encrypted
 * with a key that the keyring keeps.
 *
 * The file itself tells which, so that every command finds what another has chosen, and one rename changes all of it.
 * What cannot be understood is never written over. Changes of several processes follow one another under a lock. Reading
 * needs none: the file is replaced whole.
 */
export function createFileStore(setup: FileStoreSetup): CredentialStore {
  const { folder, user, usual } = setup;
  const warn = onlyOnce(setup.warn);
  const path = join(folder, 'sessions.json');
  let { wished } = setup;
  let seals: Promise<DocumentSeals> | undefined;

  const sealsOf = () => {
    seals ??= import('./document-seals.js').then((module) => new module.DocumentSeals(path, setup.keys));
    return seals;
  };

  const stored = () => {
    tightenFolder(folder, user, warn);
    const text = readOwnFile(path, user, warn);
    return text === undefined ? undefined : understood(path, text);
  };

  const read = async (): Promise<Found> => {
    const found = stored();
    if (found === undefined) return { document: EMPTY_DOCUMENT, kind: undefined, source: undefined };
    if (found.kind === 'sessions') return { document: found.document, kind: 'file', source: undefined };
    const { sealed } = found;
    const text = await (await sealsOf()).open(sealed);
    const opened = understood(path, text);
    if (opened.kind === 'sealed') throw notUnderstood(path, 'it is encrypted twice');
    return { document: opened.document, kind: kindOf(sealed), source: sealed.key };
  };

  /** How the file is now; undefined where there is none. */
  const kindNow = (): FileKind | undefined => {
    const found = stored();
    return found?.kind === 'sealed' ? kindOf(found.sealed) : found && 'file';
  };

  const target = (now: FileKind | undefined): FileKind => wished ?? now ?? usual;

  const sourceFor = async (found: Found): Promise<KeySource | undefined> => {
    const kind = target(found.kind);
    if (kind === 'file') return undefined;
    return kind === found.kind ? found.source : (await sealsOf()).sourceFor(kind);
  };

  const write = async (found: Found, document: SessionDocument): Promise<void> => {
    const source = await sourceFor(found);
    const text = JSON.stringify(document);
    const written = source === undefined ? document : await (await sealsOf()).seal(text, source);
    const { replaceDocument } = await import('./document-conf.js');
    replaceDocument(path, written);
  };

  /** Another process may be waiting for the lock: who is to be asked for a passphrase, is asked before. */
  const asked = async (): Promise<void> => {
    const now = kindNow();
    if (now === 'encrypted-file') await read();
    else if (target(now) === 'encrypted-file') await (await sealsOf()).choosePassphrase();
  };

  const locked = async <Result>(lock: string, run: () => Promise<Result>, waiting?: Waiting) => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw unusable(folder, `cannot be made: ${reasonOf(cause)}`, cause);
    }
    const { holdingLock } = await import('./file-lock.js');
    return holdingLock(join(folder, lock), run, waiting);
  };

  const changing = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    await asked();
    return locked('sessions.json.lock', run);
  };

  const change = (next: (document: SessionDocument) => SessionDocument): Promise<boolean> =>
    changing(async () => {
      const found = await read();
      const after = next(found.document);
      if (after === found.document) return false;
      await write(found, after);
      return true;
    });

  const makeReady = (): Promise<void> =>
    changing(async () => {
      const found = await read();
      if (found.kind !== undefined && found.kind !== target(found.kind)) return write(found, found.document);
      await sourceFor(found);
      rehearseOwnFile(path, 2 * JSON.stringify(found.document).length + ROOM_FOR_A_SESSION);
    });

  return {
    location: path,
    kind: async () => kindNow() ?? target(undefined),
    ready: async ({ insist = false } = {}) => {
      try {
        await makeReady();
      } catch (error) {
        const ofKeyring = error instanceof AuthctlError && error.code === 'KEYRING_UNUSABLE';
        if (!ofKeyring || insist || kindNow() === 'keyring') throw error;
        wished = undefined;
        await makeReady();
        warn(`${error.message}; sessions are kept in ${path}`);
      }
    },
    list: async () => (await read()).document.sessions,
    get: async (name) => (await read()).document.sessions.find((session) => session.name === name),
    put: async (session) => void (await change((document) => withSession(document, session))),
    replace: (session) => change((document) => withReplaced(document, session)),
    exclusively: (name, run) =>
      locked(`${encodeURIComponent(name)}.session.lock`, run, { patienceMs: EXCLUSIVE_PATIENCE_MS }),
    use: async (name) => {
      await change((document) => withCurrent(document, name));
      return (await read()).document.current === name;
    },
    remove: (name) => change((document) => withoutSession(document, name)),
    current: async () => (await read()).document.current ?? undefined,
  };
}

/** What cannot be put right is found at each reading. */
function onlyOnce(warn: Warn): Warn {
  const told = new Set<string>();
  return (message) => {
    if (told.has(message)) return;
    told.add(message);
    warn(message);
  };
}

const kindOf = ({ key }: SealedDocument): FileKind => (key.by === 'keyring' ? 'keyring' : 'encrypted-file');

/** What the text is, where it can be read. */
function understood(path: string, text: string) {
  const read = readDocument(text);
  switch (read.kind) {
    case 'sessions':
    case 'sealed':
      return read;
    case 'newer':
      throw new AuthctlError(
        'STORE_UNUSABLE',
        `${path} was written by a newer authctl (form ${read.version})`,
        {
          hint: 'update authctl, or set AUTHCTL_HOME to another folder; the file was left as it is',
        },
      );
    case 'damaged':
      throw notUnderstood(path, read.why);
  }
}

const notUnderstood = (path: string, why: string): AuthctlError =>
  new AuthctlError('STORE_UNUSABLE', `${path} cannot be understood: ${why}`, {
    hint: 'repair it, or move it away and log in again; it was left as it is',
  });
