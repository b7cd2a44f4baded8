import { type Command, Option } from 'commander';
import { AuthctlError } from '../errors.js';
import { PROFILES, type Profile } from '../token/lint/profile.js';
import { peel } from '../token/peel.js';
import type { ProfileExpectations } from '../token/profiles/profile.js';
import type { Context } from './context.js';
import { parseSeconds } from './time-flags.js';

/** The options that say what kind of token it must be, and what that kind is judged by. */
export interface ProfileFlags {
  readonly profile?: Profile;
  readonly clientId?: string;
  readonly nonce?: string;
  readonly maxAuthAge?: number;
  readonly htm?: string;
  readonly htu?: string;
  readonly accessTokenFile?: string;
}

export function addProfileOptions(command: Command): void {
  command
    .addOption(
      new Option(
        '--profile <kind>',
        'what kind of token it must be, with all the rules of that kind',
      ).choices(PROFILES),
    )
    .addOption(
      new Option('--client-id <id>', 'the client: of an ID or logout token, or that asks (--introspect)').env(
        'AUTHCTL_CLIENT_ID',
      ),
    )
    .option('--nonce <nonce>', 'the nonce that was sent (id-token), or asked for (dpop)')
    .option('--max-auth-age <time>', 'how long ago its subject may have logged in (id-token)', parseSeconds)
    .option('--htm <method>', 'the method of the request that it came with (dpop)')
    .option('--htu <url>', 'where that request went (dpop)')
    .option('--access-token-file <file>', 'the access token that came with it (id-token, dpop)');
}

/** Which options a profile takes; the first ones it cannot do without. */
const OPTIONS = {
  'access-token': { needs: [], takes: [] },
  'id-token': { needs: ['clientId'], takes: ['nonce', 'maxAuthAge', 'accessTokenFile'] },
  logout: { needs: ['clientId'], takes: [] },
  dpop: { needs: ['htm', 'htu'], takes: ['nonce', 'accessTokenFile'] },
} as const satisfies Record<
  Profile,
  { needs: readonly (keyof ProfileFlags)[]; takes: readonly (keyof ProfileFlags)[] }
>;

const NAMES = {
  profile: '--profile',
  clientId: '--client-id',
  nonce: '--nonce',
  maxAuthAge: '--max-auth-age',
  htm: '--htm',
  htu: '--htu',
  accessTokenFile: '--access-token-file',
} as const satisfies Record<keyof ProfileFlags, string>;

/** What the options besides must say for the rules of a profile to be judged. */
interface Besides {
  readonly issuer: string | undefined;
  readonly audience: readonly string[] | undefined;
}

/**
 * The rules of a profile with what they are judged by.
 *
 * @throws {AuthctlError} `USAGE` where something is missing that a rule asks for, or is of no use to this profile.
 */
export async function profileFrom(
  ctx: Context,
  flags: ProfileFlags,
  besides: Besides,
): Promise<ProfileExpectations | undefined> {
  refuseUseless(flags);
  const kind = flags.profile;
  if (kind === undefined) return undefined;
  requireAll(kind, flags, besides);
  const accessToken = flags.accessTokenFile && peel(await ctx.ports.files.read(flags.accessTokenFile));
  const { clientId = '', nonce, maxAuthAge, htm = '', htu = '' } = flags;
  switch (kind) {
    case 'access-token':
      return { kind };
    case 'id-token':
      return { kind, clientId, nonce, maxAuthAge, accessToken };
    case 'logout':
      return { kind, clientId };
    case 'dpop':
      return { kind, method: htm, url: htu, nonce, accessToken };
  }
}

function refuseUseless(flags: ProfileFlags): void {
  const taken: readonly string[] = flags.profile
    ? [...OPTIONS[flags.profile].needs, ...OPTIONS[flags.profile].takes]
    : [];
  for (const name of Object.keys(NAMES) as (keyof ProfileFlags)[]) {
    // The client may come from the environment, for other commands.
    if (name === 'profile' || name === 'clientId' || flags[name] === undefined || taken.includes(name))
      continue;
    const kinds = PROFILES.filter((kind) =>
      ([...OPTIONS[kind].needs, ...OPTIONS[kind].takes] as string[]).includes(name),
    );
    throw new AuthctlError(
      'USAGE',
      `${NAMES[name]} says nothing about ${flags.profile ? `a token of the profile ${flags.profile}` : 'a token of no profile'}`,
      {
        hint: `use it with --profile ${kinds.join(' or ')}`,
      },
    );
  }
}

function requireAll(kind: Profile, flags: ProfileFlags, { issuer, audience }: Besides): void {
  const missing = OPTIONS[kind].needs.find((name) => flags[name] === undefined);
  if (missing !== undefined) throw lacking(kind, NAMES[missing]);
  if (kind !== 'dpop' && issuer === undefined) throw lacking(kind, '--issuer');
  if (kind === 'access-token' && (audience ?? []).length === 0) throw lacking(kind, '--audience');
  if (flags.htu !== undefined && !/^https?:\/\//i.test(flags.htu)) {
    throw new AuthctlError('USAGE', `--htu is ${flags.htu}, and that is no http or https address`, {
      hint: 'give the whole address of the request: https://api.example.com/articles',
    });
  }
}

const lacking = (kind: Profile, option: string): AuthctlError =>
  new AuthctlError('USAGE', `the profile ${kind} cannot be judged without ${option}`, {
    hint: `add ${option} ${EXAMPLES[option] ?? ''}`.trim(),
  });

const EXAMPLES: Readonly<Record<string, string>> = {
  '--issuer': 'https://login.example.com',
  '--audience': 'https://api.example.com',
  '--client-id': 'my-client',
  '--htm': 'GET',
  '--htu': 'https://api.example.com/articles',
};
