import { type Command, Option } from 'commander';
import { AuthctlError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import type { CheckScope } from '../probe/checks/check-bench.js';
import { CHECK_KINDS, type CheckKind } from '../probe/checks/checks.js';
import type { Limits } from '../probe/ports.js';
import { isLoopback } from '../probe/target.js';
import { MATRIX_FILE } from './matrix-file.js';

/** The options of `authctl probe`, as commander hands them over. */
export interface ProbeCommandOptions {
  readonly role: readonly string[];
  readonly as: readonly string[];
  /** False with `--no-anonymous`. */
  readonly anonymous: boolean;
  readonly parity?: boolean;
  readonly server?: string;
  readonly api?: string;
  readonly openapi?: string;
  readonly routes?: string;
  readonly config?: string;
  readonly authFile?: string;
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  readonly tag: readonly string[];
  readonly method: readonly string[];
  readonly allowWrites?: boolean;
  readonly allowDelete?: boolean;
  readonly failUnder?: string;
  /** True for all kinds. */
  readonly checks?: boolean | string;
  readonly key?: string;
  readonly jwks?: string;
  readonly idToken?: string;
  readonly checksPer: string;
  readonly target: readonly string[];
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly update?: boolean;
  readonly matrix: string;
  readonly report: readonly string[];
  readonly journal?: string;
  readonly resume?: string;
  readonly shard?: string;
  readonly shardCount?: string;
  readonly concurrency: string;
  readonly rate?: string;
  readonly maxRequests?: string;
  readonly timeout: string;
}

const each = (value: string, before: readonly string[]): readonly string[] => [...before, value];
/** Names hold no commas, so several fit into one value, as an environment variable needs it. */
const names = (value: string, before: readonly string[]): readonly string[] => [
  ...before,
  ...value.split(',').map((name) => name.trim()),
];

interface OptionRow {
  readonly flags: string;
  readonly help: string;
  readonly variable: string;
  readonly collect?: typeof each;
  /** What counts where nothing is said; of a list, in words. */
  readonly usual?: string;
  /** An option that cannot come with it. */
  readonly conflicts?: string;
}

const rows: readonly OptionRow[] = [
  {
    flags: '--role <role>',
    help: 'subjects of this role only; repeatable',
    variable: 'ROLE',
    collect: names,
    usual: 'all of them',
  },
  {
    flags: '--as <name>',
    help: 'this subject only; repeatable',
    variable: 'AS',
    collect: names,
    usual: 'all of them',
  },
  { flags: '--no-anonymous', help: 'leave the caller without credentials out', variable: 'NO_ANONYMOUS' },
  {
    flags: '--parity',
    help: 'each subject both with a token and with a cookie session, and where that makes a difference',
    variable: 'PARITY',
  },
  { flags: '--server <url>', help: 'the server whose stored sessions are the subjects', variable: 'SERVER' },
  { flags: '--api <url>', help: 'base URL of the API under test; default: the server', variable: 'API' },
  {
    flags: '--openapi <file|url>',
    help: "the API's description; default: looked for at the API",
    variable: 'OPENAPI',
  },
  {
    flags: '--routes <file>',
    help: 'routes instead: a list of `GET /path`, a HAR file or a Postman collection; - for stdin',
    variable: 'ROUTES',
  },
  {
    flags: '--auth-file <file>',
    help: 'an authentication file of Web Fuzzing Commons: its users are subjects too',
    variable: 'AUTH_FILE',
  },
  { flags: '--config <file>', help: 'default: authctl.yaml, from here upwards', variable: 'CONFIG' },
  {
    flags: '--only <pattern>',
    help: "routes like 'GET /articles*' only; repeatable",
    variable: 'ONLY',
    collect: each,
    usual: 'all of them',
  },
  {
    flags: '--exclude <pattern>',
    help: 'leave such routes out; repeatable',
    variable: 'EXCLUDE',
    collect: each,
    usual: 'none',
  },
  {
    flags: '--tag <tag>',
    help: 'routes with this tag only; repeatable',
    variable: 'TAG',
    collect: names,
    usual: 'all of them',
  },
  {
    flags: '--method <method>',
    help: 'routes of this method only; repeatable',
    variable: 'ONLY_METHOD',
    collect: names,
    usual: 'all of them',
  },
  { flags: '--allow-writes', help: 'send POST, PUT and PATCH too', variable: 'ALLOW_WRITES' },
  { flags: '--allow-delete', help: 'send DELETE too', variable: 'ALLOW_DELETE' },
  {
    flags: '--target <host>',
    help: 'allow a host that is not this machine; repeatable',
    variable: 'TARGET',
    collect: names,
    usual: 'this machine only',
  },
  { flags: '--dry-run', help: 'print the plan and send none of it', variable: 'DRY_RUN' },
  {
    flags: '--report <format[=file]>',
    help: 'text, json, ndjson, junit, sarif, markdown, html, csv or github; repeatable',
    variable: 'REPORT',
    collect: each,
    usual: 'none',
  },
  {
    flags: '--check',
    help: 'end with 1 where access is another than recorded',
    variable: 'CHECK',
    conflicts: 'update',
  },
  { flags: '--update', help: 'record the access that is found', variable: 'UPDATE' },
  {
    flags: '--matrix <file>',
    help: 'the file that access is recorded in',
    variable: 'MATRIX',
    usual: MATRIX_FILE,
  },
  {
    flags: '--checks [kinds]',
    help: 'also send what must be refused: tokens, requests, logins, writes; default: all of them',
    variable: 'CHECKS',
  },
  { flags: '--key <file>', help: "the issuer's private key, for more of --checks", variable: 'KEY' },
  { flags: '--jwks <file|url>', help: "the issuer's public keys, for more of --checks", variable: 'JWKS' },
  { flags: '--id-token <token>', help: 'an ID token of the same issuer, for --checks', variable: 'ID_TOKEN' },
  {
    flags: '--checks-per <what>',
    help: 'for each route, or for each group of one first path segment',
    variable: 'CHECKS_PER',
    usual: 'group',
  },
  {
    flags: '--fail-under <percent>',
    help: 'end with 1 when fewer routes are settled',
    variable: 'FAIL_UNDER',
  },
  {
    flags: '--journal <file>',
    help: 'write down what is answered while the run goes on',
    variable: 'JOURNAL',
    conflicts: 'resume',
  },
  {
    flags: '--resume <file>',
    help: 'go on with the run of this journal, which was ended',
    variable: 'RESUME',
  },
  {
    flags: '--shard <i/n>',
    help: 'ask one part of the routes, such as 1/4; auto: what the CI runner says',
    variable: 'SHARD',
  },
  {
    flags: '--shard-count <n>',
    help: 'how many parts there are, where the runner says only which this is',
    variable: 'SHARD_COUNT',
  },
  { flags: '--concurrency <n>', help: 'requests at the same time', variable: 'CONCURRENCY', usual: '8' },
  {
    flags: '--rate <n>',
    help: 'requests a second; default: 25, unlimited on this machine',
    variable: 'RATE',
  },
  { flags: '--max-requests <n>', help: 'stop after so many requests', variable: 'MAX_REQUESTS' },
  { flags: '--timeout <seconds>', help: 'for each request', variable: 'TIMEOUT', usual: '30' },
];

/** @param wanted - names of those that the command has; default: all of them. */
export function addProbeOptions(command: Command, wanted?: readonly string[]): void {
  for (const { flags, help, variable, collect, usual, conflicts = [] } of rows) {
    if (wanted && !wanted.includes(flags.split(' ', 1)[0] ?? '')) continue;
    const option = new Option(flags, help).env(`AUTHCTL_${variable}`).conflicts(conflicts);
    if (collect) option.argParser(collect).default([], usual);
    else if (usual !== undefined) option.default(usual);
    command.addOption(option);
  }
}

/**
 * How fast and how much is sent.
 *
 * @param api - decides the usual rate: another machine is asked 25 times a second, this one as fast as it can.
 * @throws {AuthctlError} `USAGE` for what is no number in its range.
 */
export function limitsOf(options: ProbeCommandOptions, api: string): Limits {
  const { concurrency, rate, maxRequests, timeout } = options;
  return {
    concurrency: number('--concurrency', concurrency, { from: 1, to: 256, whole: true }),
    rate:
      rate === undefined
        ? isLoopback(api)
          ? undefined
          : 25
        : number('--rate', rate, { from: 0.01, to: 100_000 }),
    maxRequests:
      maxRequests === undefined
        ? undefined
        : number('--max-requests', maxRequests, { from: 1, to: 1_000_000_000, whole: true }),
    timeoutMs: number('--timeout', timeout, { from: 0.001, to: 3600 }) * 1_000,
  };
}

/**
 * The share of routes that has to be settled, in percent.
 *
 * @throws {AuthctlError} `USAGE` for what is no percentage.
 */
export const failUnderOf = ({ failUnder }: ProbeCommandOptions): number | undefined =>
  failUnder === undefined ? undefined : number('--fail-under', failUnder, { from: 0, to: 100 });

/** What is checked besides who reaches what; undefined for nothing. */
export interface CheckChoice {
  readonly kinds: readonly CheckKind[];
  readonly scope: CheckScope;
}

/**
 * What must be refused besides, and how often it is tried.
 *
 * @throws {AuthctlError} `USAGE` for a kind or a scope that there is not.
 */
export function checksOf({ checks, checksPer }: ProbeCommandOptions): CheckChoice | undefined {
  if (checksPer !== 'route' && checksPer !== 'group') {
    throw new AuthctlError('USAGE', `'${checksPer}' is no value for --checks-per`, {
      hint: 'write route or group',
    });
  }
  if (!checks) return undefined;
  const named =
    checks === true || ['', '1', 'true', 'all'].includes(checks) ? CHECK_KINDS : names(checks, []);
  const stranger = named.find((name) => !CHECK_KINDS.some((kind) => kind === name));
  if (stranger !== undefined) {
    throw new AuthctlError('USAGE', `there are no checks of '${stranger}'`, {
      hint: didYouMean(stranger, CHECK_KINDS) ?? `kinds of --checks: ${CHECK_KINDS.join(', ')}`,
    });
  }
  return { kinds: CHECK_KINDS.filter((kind) => named.includes(kind)), scope: checksPer };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly whole?: boolean;
}

function number(flag: string, text: string, { from, to, whole = false }: Range): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  throw new AuthctlError('USAGE', `'${text}' is no value for ${flag}`, {
    hint: `give a ${whole ? 'whole ' : ''}number from ${from} to ${to}`,
  });
}
