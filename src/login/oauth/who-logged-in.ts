import type { BearerCredential } from '../../session/session.js';
import { claimsOf } from '../../session/stated.js';
import type { JsonObject } from '../../token/json.js';
import { findRole } from '../../token/role.js';
import type { RoleSource } from '../session-role.js';
import type { Exchange } from './exchange.js';

export interface WhoLoggedIn {
  readonly username: string;
  /** Null where neither a token nor the server says. */
  readonly role: string | null;
  readonly roleSource: RoleSource;
}

/**
 * Who logged in, and with which role: as the tokens say, else the user-info route. A client that logged in as itself
 * has its own name.
 */
export async function whoLoggedIn(exchange: Exchange, credential: BearerCredential): Promise<WhoLoggedIn> {
  const stated: readonly Statement[] = [
    { source: 'token', claims: claimsOf(credential.accessToken) },
    { source: 'ID token', claims: claimsOf(credential.idToken ?? '') },
  ];
  const { rolePointer, subject } = exchange.request;
  const enough = roleIn(stated, rolePointer).role !== null && nameIn(stated) !== undefined;
  const all = enough ? stated : [...stated, await userInfo(exchange, credential, stated[1]?.claims ?? {})];
  const { sub } = claimsOf(credential.idToken ?? credential.accessToken);
  return {
    username: nameIn(all) ?? subject?.username ?? (typeof sub === 'string' ? sub : exchange.clientId),
    ...roleIn(all, rolePointer),
  };
}

/** What somebody says of who logged in. */
interface Statement {
  readonly source: Exclude<RoleSource, null>;
  readonly claims: JsonObject;
}

function roleIn(statements: readonly Statement[], pointer: string | undefined) {
  for (const { source, claims } of statements) {
    const found = findRole(claims, pointer);
    if (found) return { role: found.role, roleSource: source };
  }
  return { role: null, roleSource: null };
}

/** Claims that name a person better than `sub` does. */
const READABLE = ['preferred_username', 'username', 'email', 'name'];

/** The ID token is about the person; an access token may be about anything. */
function nameIn(statements: readonly Statement[]): string | undefined {
  const names = statements
    .toSorted((one, other) => Number(one.source === 'token') - Number(other.source === 'token'))
    .flatMap(({ claims }) => READABLE.map((name) => claims[name]));
  return names.find((value) => typeof value === 'string' && value !== '') as string | undefined;
}

/** Says nothing where the server has no such route, or does not answer: who somebody is can be done without. */
async function userInfo(
  { library, config, dpop }: Exchange,
  { accessToken, scope, idToken }: BearerCredential,
  idClaims: JsonObject,
): Promise<Statement> {
  const none: Statement = { source: 'user info', claims: {} };
  const isOpenId = idToken !== undefined || (scope ?? '').split(' ').includes('openid');
  if (!isOpenId || config.serverMetadata().userinfo_endpoint === undefined) return none;
  const expected = typeof idClaims.sub === 'string' ? idClaims.sub : library.skipSubjectCheck;
  try {
    const user = await dpop.sent((options) => library.fetchUserInfo(config, accessToken, expected, options));
    return { ...none, claims: user as unknown as JsonObject };
  } catch {
    return none;
  }
}
