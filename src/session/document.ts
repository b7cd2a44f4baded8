import { readSealed, SEALED_VERSION, type SealedDocument } from './sealed-document.js';
import type { Session } from './session.js';

/** The version of the stored form that is not encrypted. */
export const DOCUMENT_VERSION = 1;

/** All sessions, as they are stored. */
export interface SessionDocument {
  readonly version: typeof DOCUMENT_VERSION;
  readonly current: string | null;
  /** In order of name. */
  readonly sessions: readonly Session[];
}

export const EMPTY_DOCUMENT: SessionDocument = { version: DOCUMENT_VERSION, current: null, sessions: [] };

/** What a stored text turned out to be. Only `sessions`, and what was opened, may ever be written over. */
export type ReadDocument =
  | { readonly kind: 'sessions'; readonly document: SessionDocument }
  | { readonly kind: 'sealed'; readonly sealed: SealedDocument }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'damaged'; readonly why: string };

/** Reads a stored text. Fields of a session that are not known here are kept as they are. */
export function readDocument(text: string): ReadDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return damaged(text.trim() === '' ? 'it is empty' : 'it is no JSON, or cut short');
  }
  if (!isRecord(value)) return damaged('it holds no JSON object');
  const { version, current, sessions } = value;
  if (typeof version !== 'number') return damaged('it has no version');
  if (version > SEALED_VERSION) return { kind: 'newer', version };
  if (version === SEALED_VERSION) {
    const sealed = readSealed(value);
    return typeof sealed === 'string' ? damaged(sealed) : { kind: 'sealed', sealed };
  }
  if (version !== DOCUMENT_VERSION) return damaged(`its version ${version} was never written by authctl`);
  if (!Array.isArray(sessions)) return damaged('it has no list of sessions');
  const wrong = sessions.findIndex((session) => !isSession(session));
  if (wrong >= 0) return damaged(`session ${wrong + 1} in it is incomplete`);
  if (new Set(sessions.map(({ name }) => name)).size < sessions.length) {
    return damaged('two sessions in it have one name');
  }
  return {
    kind: 'sessions',
    document: { version, current: typeof current === 'string' ? current : null, sessions },
  };
}

const damaged = (why: string): ReadDocument => ({ kind: 'damaged', why });

/** The document with that session added or replaced, and current. */
export function withSession(document: SessionDocument, session: Session): SessionDocument {
  const others = document.sessions.filter(({ name }) => name !== session.name);
  const sessions = [...others, session].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return { ...document, current: session.name, sessions };
}

/** The document with the session of that name replaced; the same document where there is none. */
export function withReplaced(document: SessionDocument, session: Session): SessionDocument {
  if (!document.sessions.some(({ name }) => name === session.name)) return document;
  return {
    ...document,
    sessions: document.sessions.map((other) => (other.name === session.name ? session : other)),
  };
}

/** The document with the session of that name current; the same document where there is none, or it was. */
export function withCurrent(document: SessionDocument, name: string): SessionDocument {
  const known = document.sessions.some((session) => session.name === name);
  return known && document.current !== name ? { ...document, current: name } : document;
}

/** The document without that session; the same document where there was none. */
export function withoutSession(document: SessionDocument, name: string): SessionDocument {
  if (!document.sessions.some((session) => session.name === name)) return document;
  return {
    ...document,
    current: document.current === name ? null : document.current,
    sessions: document.sessions.filter((session) => session.name !== name),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isString = (value: unknown): value is string => typeof value === 'string';
const isAbsentOrTime = (value: unknown): boolean => value === undefined || Number.isFinite(value);

function isSession(value: unknown): value is Session {
  if (!isRecord(value)) return false;
  const { name, server, flow, username, role, credential, createdAt } = value;
  return (
    [name, server, flow, username].every(isString) &&
    (role === null || isString(role)) &&
    Number.isFinite(createdAt) &&
    isRecord(credential) &&
    isAbsentOrTime(credential.expiresAt) &&
    isCredential(credential)
  );
}

function isCredential(credential: Readonly<Record<string, unknown>>): boolean {
  switch (credential.kind) {
    case 'bearer':
      return isString(credential.accessToken);
    case 'header':
      return isString(credential.header) && isString(credential.value);
    default:
      return (
        credential.kind === 'cookie' &&
        Array.isArray(credential.cookies) &&
        credential.cookies.every(isCookie)
      );
  }
}

function isCookie(value: unknown): boolean {
  return (
    isRecord(value) &&
    [value.name, value.value, value.domain, value.path].every(isString) &&
    [value.hostOnly, value.secure, value.httpOnly].every((flag) => typeof flag === 'boolean') &&
    isAbsentOrTime(value.expiresAt)
  );
}
