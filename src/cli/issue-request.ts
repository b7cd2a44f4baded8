import { AuthctlError } from '../errors.js';
import { BUNDLED_PORT } from '../login/bundled.js';
import type { IssueOptions } from '../token/issue.js';
import { type JsonObject, memberOf } from '../token/json.js';
import { readEncryptionKey } from '../token/keys/encryption-key.js';
import type { SigningKey } from '../token/keys/signing-key.js';
import { keyIdOf } from '../token/keys/thumbprint.js';
import { type Assignment, claimsFrom } from './assignments.js';
import type { Context } from './context.js';
import { type ClaimFlags, claimsFor } from './issue-claims.js';
import { expiryNote, type Original, readOriginal } from './issue-original.js';
import { say } from './print.js';
import { type SigningFlags, signingKey } from './signing-source.js';

/** All options of `authctl issue`. */
export interface IssueFlags extends ClaimFlags, SigningFlags {
  readonly alg?: string;
  readonly allowWeakKeys?: boolean;
  readonly encryptTo?: string;
  readonly claims?: string;
  readonly from?: string;
  readonly typ?: string;
  readonly header?: readonly Assignment[];
}

/**
 * Reads all that a token is made of: keys, the token to start with, claims in a file.
 *
 * @throws {AuthctlError} `USAGE`, `KEY_UNUSABLE`, `FILE_UNREADABLE`; `NOT_A_TOKEN` for a `--from` that is none.
 */
export async function issueRequest(ctx: Context, flags: IssueFlags): Promise<IssueOptions> {
  refuseImpossible(flags);
  const from = flags.from === undefined ? undefined : await readOriginal(ctx, flags.from);
  const file = flags.claims === undefined ? undefined : await readClaims(ctx, flags.claims);
  const issuer = `http://127.0.0.1:${ctx.env.AUTHCTL_PORT || BUNDLED_PORT}`;
  const claims = claimsFor(flags, { from: from?.claims, file, issuer, now: ctx.now() });
  const key = await signingKey(ctx, flags);
  if (from) say(ctx, ...expiryNote(claims, ctx.now()));
  return {
    key,
    algorithm: flags.alg ?? sameAlgorithm(from, key),
    claims,
    header: await headerFrom(flags, from, key),
    bare: flags.bare === true || from !== undefined,
    allowWeakKeys: flags.allowWeakKeys,
    encryptTo:
      flags.encryptTo === undefined
        ? undefined
        : readEncryptionKey(await ctx.ports.files.read(flags.encryptTo), flags.encryptTo),
    newId: ctx.ports.randomId,
  };
}

function refuseImpossible({ from, claims, set, unset }: IssueFlags): void {
  if (from === '-' && claims === '-') {
    throw new AuthctlError('USAGE', '--from and --claims cannot both be read from stdin', {
      hint: 'read one of them from a file: @file',
    });
  }
  if (from === undefined && (set ?? unset) !== undefined) {
    throw new AuthctlError(
      'USAGE',
      `${set ? '--set' : '--unset'} changes a token, and none is given with --from`,
      {
        hint: 'add a claim to a new token with --claim, or give the token to change with --from',
      },
    );
  }
}

async function readClaims(ctx: Context, source: string): Promise<JsonObject> {
  if (source === '-') return claimsFrom(await ctx.stdin.readAll(), 'stdin');
  if (source.startsWith('@')) {
    const path = source.slice(1);
    return claimsFrom(await ctx.ports.files.read(path), path);
  }
  throw new AuthctlError('USAGE', '--claims takes a file or stdin', {
    hint: 'write @FILE or -; single claims are given with --claim name=text',
  });
}

/** A changed token keeps its algorithm where the key can have it. */
function sameAlgorithm(from: Original | undefined, key: SigningKey): string | undefined {
  const alg = from && memberOf(from.header, 'alg');
  return key.algorithms.find((name) => name === alg);
}

async function headerFrom(
  flags: IssueFlags,
  from: Original | undefined,
  key: SigningKey,
): Promise<JsonObject> {
  const { kid, typ, header = [] } = flags;
  const said: readonly Assignment[] = [
    ...(typ === undefined ? [] : [{ name: 'typ', value: typ }]),
    ...(kid === undefined ? [] : [{ name: 'kid', value: kid }]),
    ...header,
  ];
  const twice = said.find(({ name }, at) => said.slice(0, at).some((other) => other.name === name));
  if (twice) {
    throw new AuthctlError('USAGE', `the header's \`${twice.name}\` is said twice`, {
      hint: 'leave one of the two out',
    });
  }
  const kept = from ? await keptHeader(from.header, key) : {};
  return Object.fromEntries([
    ...Object.entries(kept),
    ...said.map(({ name, value }) => [name, value] as const),
  ]);
}

/** The header of a changed token: the algorithm and key id belong to the key that signs it now. */
async function keptHeader(header: JsonObject, key: SigningKey): Promise<JsonObject> {
  const kid = memberOf(header, 'kid') === undefined ? undefined : await keyIdOf(key);
  return Object.fromEntries(
    Object.entries({ ...header, kid }).filter(
      (entry): entry is [string, NonNullable<(typeof entry)[1]>] =>
        entry[0] !== 'alg' && entry[1] !== undefined,
    ),
  );
}
