import { AuthctlError } from '../errors.js';
import { inWords } from '../token/duration.js';
import type { CredentialStore } from './credential-store.js';
import { loginCommand } from './login-command.js';
import type { Session } from './session.js';

/** How long a credential must still last. */
export interface Freshness {
  /** Seconds that must be left; undefined where any will do, and what can be renewed is renewed in good time. */
  readonly minTtl?: number | undefined;
  readonly renewal: 'as-needed' | 'always' | 'never';
}

export interface FreshnessPorts {
  readonly store: CredentialStore;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Gets a new credential for a session that {@link isRenewable}; stores nothing. */
  renew(session: Session): Promise<Session>;
  /** Told what did not go well, where there is a result all the same. */
  warn(message: string, hint: string): void;
}

/** Seconds that must be left: a token that is sent just before it expires may arrive after it. */
export const GOOD_TIME = 30;

/** Whether a session can be prolonged without its user: a refresh token, or a client that logs in as itself. */
export function isRenewable({ credential, client, flow }: Session): boolean {
  if (client === undefined || credential.kind !== 'bearer') return false;
  return credential.refreshToken !== undefined || flow === 'client-credentials';
}

/**
 * A stored session with as much time left as is wanted, renewed where it takes that.
 *
 * Of several processes that want the same, one asks the server, for with rotating refresh tokens a second request ends
 * the session (RFC 9700 section 4.14.2); the others wait for what it stores.
 *
 * @throws {AuthctlError} `NOT_LOGGED_IN`, its hint the login command, where it has too little time left and cannot be
 * renewed, or was ended meanwhile; what `renew` and the store throw.
 */
export async function freshSession(
  session: Session,
  wish: Freshness,
  ports: FreshnessPorts,
): Promise<Session> {
  if (!wantsRenewal(session, wish, ports.now())) return enough(session, wish, ports.now());
  try {
    return await renewedAlone(session, wish, ports);
  } catch (error) {
    if (!(error instanceof AuthctlError) || error.code !== 'STORE_UNUSABLE') throw error;
    // Nothing was asked of the server yet. What lasts for now is better than nothing.
    if (wish.renewal === 'always' || !lastsAs(session, wish, ports.now())) throw error;
    ports.warn(`session '${session.name}' was not renewed: ${error.message}`, error.hint ?? again(session));
    return session;
  }
}

function renewedAlone(session: Session, wish: Freshness, ports: FreshnessPorts): Promise<Session> {
  return ports.store.exclusively(session.name, async () => {
    const latest = await ports.store.get(session.name);
    if (latest === undefined) throw ended(session, 'was ended by another authctl');
    const changed = tokenOf(latest) !== tokenOf(session);
    const goal: Freshness = changed ? { ...wish, renewal: 'as-needed' } : wish;
    if (!wantsRenewal(latest, goal, ports.now())) return enough(latest, wish, ports.now());
    return enough(await renewedAndKept(latest, ports), wish, ports.now());
  });
}

async function renewedAndKept(session: Session, { store, renew, warn }: FreshnessPorts): Promise<Session> {
  // A refresh token can be used once. Where its successor could not be stored, it is better not used at all.
  await store.ready();
  const renewed = await renew(session);
  try {
    await store.replace(renewed);
  } catch (error) {
    // The token is good for this once; to throw it away would make things worse.
    const why = error instanceof AuthctlError ? error.message : String(error);
    warn(`session '${session.name}' was renewed, and that could not be stored: ${why}`, again(session));
  }
  return renewed;
}

function wantsRenewal(session: Session, { renewal, minTtl }: Freshness, now: number): boolean {
  if (renewal === 'never' || !isRenewable(session)) return false;
  return renewal === 'always' || secondsLeft(session, now) < (minTtl ?? GOOD_TIME);
}

const lastsAs = (session: Session, { minTtl = 1 }: Freshness, now: number): boolean =>
  secondsLeft(session, now) >= Math.max(minTtl, 1);

function enough(session: Session, wish: Freshness, now: number): Session {
  if (lastsAs(session, wish, now)) return session;
  const [left, { minTtl }] = [secondsLeft(session, now), wish];
  if (left <= 0 || minTtl === undefined) throw ended(session, `at ${session.server} has expired`);
  throw ended(session, `has ${inWords(left)} left; wanted: ${inWords(minTtl)}`);
}

const secondsLeft = ({ credential }: Session, now: number): number =>
  credential.expiresAt === undefined ? Number.POSITIVE_INFINITY : credential.expiresAt - now;

const tokenOf = ({ credential }: Session): string | undefined =>
  credential.kind === 'bearer' ? credential.accessToken : undefined;

const again = (session: Session): string =>
  session.flow === 'token'
    ? `hand over a token that lasts longer`
    : `log in again with \`${loginCommand(session)}\``;

const ended = (session: Session, what: string): AuthctlError =>
  new AuthctlError('NOT_LOGGED_IN', `session '${session.name}' ${what}`, { hint: again(session) });
