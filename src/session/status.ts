import type { Acceptance } from './acceptance.js';
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
  /** Seconds since the epoch at which its subject logged in. */
  readonly createdAt: number;
  /** Whether it is the stored session that commands use where none is named. */
  readonly current: boolean;
  /** What its server says of it, where that was asked. */
  readonly check?: Acceptance;
}

export interface Status {
  /** The session that commands use where none is named; null where there is none. */
  readonly inUse: {
    readonly name: string;
    /** What names it; `store`: it is the current one there. */
    readonly source: 'AUTHCTL_AS' | 'AUTHCTL_TOKEN' | 'AUTHCTL_TOKEN_FILE' | 'store';
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
 * @param named - the session that `AUTHCTL_AS` names: it is used before everything else.
 * @param now - seconds since the epoch.
 */
export async function statusOf(
  store: CredentialStore,
  standIn: Session | undefined,
  now: number,
  named?: string,
): Promise<Status> {
  const [sessions, current] = [await store.list(), await store.current()];
  const inUse = inUseOf(standIn, named, current);
  const isUsed = ({ name }: Session): boolean => inUse?.source !== standIn?.name && inUse?.name === name;
  return {
    inUse,
    standIn: standIn ? describe(standIn, now, false) : null,
    sessions: sessions.map((session) => describe(session, now, isUsed(session))),
    store: { kind: await store.kind(), location: store.location },
  };
}

function inUseOf(
  standIn: Session | undefined,
  named: string | undefined,
  current: string | undefined,
): Status['inUse'] {
  if (named !== undefined) return { name: named, source: 'AUTHCTL_AS' };
  if (standIn) return { name: standIn.name, source: standIn.name as 'AUTHCTL_TOKEN' | 'AUTHCTL_TOKEN_FILE' };
  return current === undefined ? null : { name: current, source: 'store' };
}

function describe(session: Session, now: number, current: boolean): SessionStatus {
  const { name, server, username, role, flow, credential, createdAt } = session;
  const expiresAt = credential.expiresAt ?? null;
  return {
    name,
    server,
    username,
    role,
    flow,
    credential: credentialWord(credential),
    state: hasExpired(session, now) ? 'expired' : expiresAt === null ? 'unbounded' : 'active',
    expiresAt,
    secondsLeft: expiresAt === null ? null : expiresAt - now,
    renewable: isRenewable(session),
    scope: credential.kind === 'bearer' ? (credential.scope ?? null) : null,
    createdAt,
    current,
  };
}

/** Whether a session's credential has ended by what is known of it: its server took the cookies back, or it is `expiresAt`. */
export function hasExpired({ credential }: Pick<Session, 'credential'>, now: number): boolean {
  if (credential.kind === 'cookie' && credential.cookies.length === 0) return true;
  return credential.expiresAt !== undefined && now >= credential.expiresAt;
}

/** Whether a request could be made with it, were it made now. */
export const isUsable = ({ state, renewable }: SessionStatus): boolean => state !== 'expired' || renewable;

/** Whether a request could be made as anybody at all. */
export function isLoggedIn({ standIn, sessions }: Status): boolean {
  return [...(standIn ? [standIn] : []), ...sessions].some(isUsable);
}
