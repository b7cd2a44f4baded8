import { AuthctlError } from '../errors.js';
import type { Http, HttpOutcome } from '../ports/http.js';
import { credentialHeaders } from './authorize.js';
import type { CredentialStore } from './credential-store.js';
import type { Session } from './session.js';
import { hasExpired } from './status.js';

/** What became of a session at its server. */
export type EndedAtServer =
  /** The server took the session back. */
  | { readonly kind: 'ended' }
  /** The server took the tokens back (RFC 7009). Who checks their signature only may not learn of it. */
  | { readonly kind: 'revoked' }
  /** A token that the server does not keep: it stays valid until it expires. */
  | { readonly kind: 'stateless'; readonly expiresAt: number | null }
  /** A password or a key: the server knows no session, and it stays valid. */
  | { readonly kind: 'no-session' }
  /** It had come to its end before. */
  | { readonly kind: 'over' }
  /** The server could not be asked, or gave no sign that it did it. */
  | { readonly kind: 'failed'; readonly why: string };

export interface Ended {
  readonly name: string;
  readonly server: string;
  readonly atServer: EndedAtServer;
}

const TIMEOUT_MS = 10_000;

export interface EndingPorts {
  readonly http: () => Promise<Http>;
  /** Revokes the tokens of a session whose server has an endpoint for it. */
  readonly revoke: (session: Session) => Promise<void>;
  /** Seconds since the epoch. */
  readonly now: number;
}

/**
 * Ends one session: at its server where it has a route for that, and then, whatever the server said, here.
 *
 * @throws {AuthctlError} `STORE_UNUSABLE` when it cannot be forgotten here.
 */
export async function endSession(
  session: Session,
  { store, ...ports }: EndingPorts & { readonly store: CredentialStore },
): Promise<Ended> {
  const atServer = await endAtServer(session, ports);
  await store.remove(session.name);
  return { name: session.name, server: session.server, atServer };
}

/** Ends one session at its server, as far as there is anything to end; what is stored here stays. */
export async function endAtServer(
  session: Session,
  { http, revoke, now }: EndingPorts,
): Promise<EndedAtServer> {
  const { logout, server, credential, client } = session;
  // A refresh token may live longer than the access token that it came with.
  if (client?.revocationEndpoint !== undefined && credential.kind === 'bearer') {
    return revoked(revoke(session));
  }
  if (hasExpired(session, now)) return { kind: 'over' };
  if (credential.kind === 'header') return { kind: 'no-session' };
  if (credential.kind !== 'cookie') return { kind: 'stateless', expiresAt: credential.expiresAt ?? null };
  if (!logout) return { kind: 'failed', why: 'the server has no known route for it' };
  const url = new URL(logout.path, server).href;
  const headers = credentialHeaders(session, url, now);
  if (headers.cookie === undefined) return { kind: 'over' };
  const network = await http();
  return judge(await network.send({ method: logout.method, url, headers, timeoutMs: TIMEOUT_MS }));
}

async function revoked(revocation: Promise<void>): Promise<EndedAtServer> {
  try {
    await revocation;
    return { kind: 'revoked' };
  } catch (error) {
    if (!(error instanceof AuthctlError)) throw error;
    return { kind: 'failed', why: error.message };
  }
}

function judge(outcome: HttpOutcome): EndedAtServer {
  if (outcome.kind === 'failure') return { kind: 'failed', why: outcome.message };
  const { status } = outcome;
  if (status >= 200 && status < 400) return { kind: 'ended' };
  if (status === 401) return { kind: 'over' };
  return { kind: 'failed', why: `it answered status ${status}` };
}
