import type { CredentialStore } from './credential-store.js';
import { isRenewable } from './fresh.js';
import type { Credential, Session } from './session.js';
import type { StorageKind } from './storage-kind.js';

/** What a credential is to a person. */
export type CredentialWord = 'token' | 'cookie' | 'header';

export const credentialWord = ({ kind }: Pick<Credential, 'kind'>): CredentialWord =>
  kind === 'bearer' ? 'token' : kind;

/** One session as `status` tells of it: everything but the credential. */
export interface SessionStatus {
  readonly name: string;
  readonly server: string;
  readonly username: string;
  readonly role: string | null;
  readonly flow: Session['flow'];
  readonly credential: CredentialWord;
  readonly state: 'active' | 'expired' | 'unbounded';
  /** Seconds since the epoch; null where nobody says when it ends. */
  readonly expiresAt: number | null;
  /** Below zero once expired. */
  readonly secondsLeft: number | null;
  /** Whether it is prolonged by itself when it is used: an expired one is as good as any then. */
  readonly renewable: boolean;
  /** What was granted, space-separated; null where nobody said. */
  readonly scope: string | null;
  /** Whether it is the stored session that commands use where none is named. */
  readonly current: boolean;
}

export interface Status {
  /** The session that commands use where none is named; null where there is none. */
  readonly inUse: {
    readonly name: string;
    readonly source: 'AUTHCTL_TOKEN' | 'AUTHCTL_TOKEN_FILE' | 'store';
  } | null;
  /** The session made of a token in the environment. */
  readonly standIn: SessionStatus | null;
  readonly sessions: readonly SessionStatus[];
  readonly store: { readonly kind: StorageKind; readonly location: string };
}

/**
 * Every stored session, and which one is in use.
 *
 * @param standIn - the session made of a token in the environment: it is used before the stored ones.
 * @param now - seconds since the epoch.
 */
export async function statusOf(
  store: CredentialStore,
  standIn: Session | undefined,
  now: number,
): Promise<Status> {
  const [sessions, current] = [await store.list(), await store.current()];
  const inUse = standIn
    ? { name: standIn.name, source: standIn.name as 'AUTHCTL_TOKEN' | 'AUTHCTL_TOKEN_FILE' }
    : current === undefined
      ? null
      : { name: current, source: 'store' as const };
  return {
    inUse,
    standIn: standIn ? describe(standIn, now, false) : null,
    sessions: sessions.map((session) => describe(session, now, !standIn && session.name === current)),
    store: { kind: await store.kind(), location: store.location },
  };
}

function describe(session: Session, now: number, current: boolean): SessionStatus {
  const { name, server, username, role, flow, credential } = session;
  const expiresAt = credential.expiresAt ?? null;
  return {
    name,
    server,
    username,
    role,
    flow,
    credential: credentialWord(credential),
    state: expiresAt === null ? 'unbounded' : hasExpired(session, now) ? 'expired' : 'active',
    expiresAt,
    secondsLeft: expiresAt === null ? null : expiresAt - now,
    renewable: isRenewable(session),
    scope: credential.kind === 'bearer' ? (credential.scope ?? null) : null,
    current,
  };
}

/** Whether a session's credential has ended by what is known of it; at `expiresAt` itself it has. */
export function hasExpired({ credential }: Pick<Session, 'credential'>, now: number): boolean {
  return credential.expiresAt !== undefined && now >= credential.expiresAt;
}

/** Whether a request could be made with it, were it made now. */
export const isUsable = ({ state, renewable }: SessionStatus): boolean => state !== 'expired' || renewable;

/** Whether a request could be made as anybody at all. */
export function isLoggedIn({ standIn, sessions }: Status): boolean {
  return [...(standIn ? [standIn] : []), ...sessions].some(isUsable);
}
