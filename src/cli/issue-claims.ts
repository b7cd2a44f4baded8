import { AuthctlError } from '../errors.js';
import { didYouMean, oneOf } from '../nearest.js';
import { demoSettings } from '../server/demo-settings.js';
import { userClaims } from '../server/user-claims.js';
import { demoAccounts, type User } from '../server/users.js';
import { type JsonObject, type JsonValue, memberOf } from '../token/json.js';
import { withoutValue, withValue } from '../token/json-edit.js';
import type { Assignment } from './assignments.js';
import { instantOf, type Moment } from './time-flags.js';

/** The options that say what a token claims. */
export interface ClaimFlags {
  readonly as?: string;
  readonly sub?: string;
  readonly iss?: string;
  readonly aud?: readonly string[];
  readonly clientId?: string;
  readonly role?: string;
  readonly scope?: readonly string[];
  readonly jti?: string;
  readonly expires?: Moment;
  readonly notBefore?: Moment;
  readonly claim?: readonly Assignment[];
  readonly set?: readonly Assignment[];
  readonly unset?: readonly string[];
  readonly bare?: boolean;
}

/** What the claims are made from besides the options. */
export interface ClaimSources {
  /** The claims of the token that is changed. */
  readonly from?: JsonObject | undefined;
  /** What `--claims` read. */
  readonly file?: JsonObject | undefined;
  /** Of the bundled server: who issues where nobody else is named. */
  readonly issuer: string;
  readonly now: number;
}

/** The default client. */
const CLIENT = 'authctl';

/**
 * Puts a token's claims together. What an option says comes before `--claims`, that before the demo user of `--as`, and
 * that before the token of `--from`. Without `--bare` and `--from` issuer, audience and client are added, and where the
 * issuer is the bundled server and no subject is said, a demo user too: the one with the role of `--role`, else agus.
 *
 * @throws {AuthctlError} `USAGE` for options that contradict each other, an unknown demo user, or a missing subject.
 */
export function claimsFor(flags: ClaimFlags, sources: ClaimSources): JsonObject {
  const { from, file = {}, issuer, now } = sources;
  const said = saidBy(flags, now);
  refuseContradictions(flags, said, file);
  const stated = said.reduce((claims, { name, value }) => withValue(claims, name, value), {
    ...from,
    ...file,
  });
  const added = flags.bare || from ? {} : usual(stated, issuer);
  const user = userFor(flags, added, stated);
  const base = {
    ...added,
    ...from,
    ...(user && userClaims(user, demoSettings.roles)),
    ...rolesOf(flags),
    ...file,
  };
  const claims = said.reduce((before, { name, value }) => withValue(before, name, value), base);
  refuseEmptyLifetime(flags, claims);
  return (flags.unset ?? []).reduce(withoutValue, claims);
}

interface Said extends Assignment {
  /** The option that said it. */
  readonly flag: string;
}

function saidBy(flags: ClaimFlags, now: number): readonly Said[] {
  const { aud, scope, expires, notBefore } = flags;
  const simple: readonly (readonly [flag: string, name: string, value: JsonValue | undefined])[] = [
    ['--iss', 'iss', flags.iss],
    ['--sub', 'sub', flags.sub],
    ['--aud', 'aud', aud?.length === 1 ? aud[0] : aud],
    ['--client-id', 'client_id', flags.clientId],
    ['--not-before', 'nbf', notBefore && instantOf(notBefore, now)],
    ['--expires', 'exp', expires && instantOf(expires, now)],
    ['--jti', 'jti', flags.jti],
    ['--scope', 'scope', scope?.join(' ')],
    ['--role', 'role', flags.role],
  ];
  const named = (flag: string, assignments: readonly Assignment[] = []): readonly Said[] =>
    assignments.map((one) => ({ ...one, flag }));
  return [
    ...simple.flatMap(([flag, name, value]): readonly Said[] =>
      value === undefined ? [] : [{ flag, name, value }],
    ),
    ...named('--claim', flags.claim),
    ...named('--set', flags.set),
  ];
}

/** A list of roles beside the one role, as the bundled server writes it. */
const rolesOf = ({ role }: ClaimFlags): JsonObject => (role === undefined ? {} : { roles: [role] });

const usual = (stated: JsonObject, issuer: string): JsonObject => {
  const iss = memberOf(stated, 'iss') ?? issuer;
  return { iss, aud: iss, client_id: CLIENT };
};

function refuseContradictions(flags: ClaimFlags, said: readonly Said[], file: JsonObject): void {
  said.forEach(({ name, flag }, at) => {
    const before = said.slice(0, at).find((other) => other.name === name);
    if (before) throw contradiction(`\`${name}\` is said by ${before.flag} and by ${flag}`);
    if (flags.unset?.includes(name))
      throw contradiction(`\`${name}\` is said by ${flag} and taken away by --unset`);
  });
  const subject =
    said.find(({ name }) => name === 'sub')?.flag ?? (memberOf(file, 'sub') ? '--claims' : undefined);
  if (flags.as !== undefined && subject !== undefined) {
    throw contradiction(`--as says whom the token is about, and ${subject} does too`);
  }
}

const contradiction = (message: string): AuthctlError =>
  new AuthctlError('USAGE', message, { hint: 'leave one of the two out' });

function userFor({ as, role, bare }: ClaimFlags, added: JsonObject, stated: JsonObject): User | undefined {
  const asked = as === undefined ? undefined : demoUser(as);
  if (asked || bare || memberOf(added, 'iss') === undefined || memberOf(stated, 'sub') !== undefined) {
    return asked && { ...asked, role: role ?? asked.role };
  }
  if (memberOf(stated, 'iss') !== undefined) {
    throw new AuthctlError('USAGE', 'nothing says whom the token is about', {
      hint: 'name the subject with --sub, or leave out everything that is not asked for with --bare',
    });
  }
  const user = demoAccounts.find((account) => account.role === role) ?? demoUser('agus');
  return { ...user, role: role ?? user.role };
}

function demoUser(name: string): User {
  const account = demoAccounts.find(({ id, username }) => username === name || String(id) === name);
  if (account) return account;
  const names = demoAccounts.map(({ username }) => username);
  throw new AuthctlError('USAGE', `the bundled server has no user ${JSON.stringify(name)}`, {
    hint: didYouMean(name, names) ?? `--as takes ${oneOf(names)}; any other subject is named with --sub`,
  });
}

function refuseEmptyLifetime({ expires, notBefore }: ClaimFlags, claims: JsonObject): void {
  const [exp, nbf] = [memberOf(claims, 'exp'), memberOf(claims, 'nbf')];
  if ((expires ?? notBefore) === undefined || typeof exp !== 'number' || typeof nbf !== 'number') return;
  if (exp > nbf) return;
  throw new AuthctlError('USAGE', 'the token would expire before it becomes valid', {
    hint: 'both times count from now: choose --expires later than --not-before',
  });
}
