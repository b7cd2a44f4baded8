import { randomUUID } from 'node:crypto';
import { createHttp } from '../../src/adapters/http-undici.js';
import { run } from '../../src/cli/run.js';
import type { CredentialStore } from '../../src/session/credential-store.js';
import { createTestContext } from './test-context.js';

/** A cell of `probe --json`. */
export interface JsonCell {
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly subject: string;
  readonly relation: string | null;
  readonly verdict: string;
  readonly kind: string | null;
  readonly reason: string | null;
  readonly status: number | null;
  readonly expected: string | null;
  readonly outcome: string;
  readonly confidence: string | null;
  readonly exposes: readonly string[];
  readonly notes: readonly string[];
}

export interface JsonFinding {
  readonly id: string;
  readonly class: string;
  readonly severity: string;
  readonly cells: readonly number[];
  readonly cwe: number | null;
  readonly owasp: string | null;
  readonly message: string;
  readonly repeat: string;
  readonly confidence: string;
  readonly waived: unknown;
}

/** The document of `probe --json`. */
export interface JsonResult {
  readonly complete: boolean;
  readonly subjects: readonly {
    readonly name: string;
    readonly canary: string;
    readonly credential: string;
    readonly twinOf?: string;
  }[];
  readonly cells: readonly JsonCell[];
  readonly findings: readonly JsonFinding[];
  readonly checks: readonly {
    readonly check: string;
    readonly verdict: string;
    readonly needs: string | null;
  }[];
  readonly coverage: Readonly<Record<string, number | readonly string[] | null>>;
  readonly waivers: readonly { readonly finding: string; readonly state: string }[];
  readonly leftovers: readonly string[];
  readonly summary: Readonly<Record<string, number>>;
}

export interface ProbeRun {
  readonly exit: number;
  /** Undefined where the run ended in an error. */
  readonly result: JsonResult;
  readonly error: { readonly message: string; readonly hint?: string } | undefined;
  readonly stderr: string;
  readonly stdout: string;
}

export interface RunOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly json?: boolean;
  /** Whole seconds since the epoch; default: the beginning of 2026. */
  readonly now?: number;
  readonly store?: CredentialStore;
}

/** `authctl probe` in this process, from flags to exit code, over real sockets; only waiting takes no time. */
export async function runProbeCommand(yaml: string, options: RunOptions = {}): Promise<ProbeRun> {
  const { flags = [], env = {}, files = {}, stdin, json = true, now, store } = options;
  const context = createTestContext({
    argv: ['probe', ...(json ? ['--json'] : []), ...flags],
    env,
    ...(now === undefined ? {} : { now }),
    ...(store === undefined ? {} : { store }),
    files: { '/project/authctl.yaml': yaml, ...files },
    stdin: stdin ?? '',
  });
  const http = createHttp(context.signal);
  context.ports.randomId = randomUUID;
  context.ports.http = async () => http;
  context.ports.lastingHttp = async () => http;
  const exit = await run(context);
  const { stdout, stderr } = context.written;
  const document = json && stdout !== '' ? JSON.parse(stdout) : {};
  const error = document.schema === 'authctl/error@1' ? document : undefined;
  return { exit, result: document, error, stderr, stdout };
}

/** A cell in short: `agus GET /articles/2 own: deny 403 as-expected`. */
export const cellInShort = (cell: JsonCell): string => {
  const { subject, method, url, relation, verdict, kind, reason, outcome } = cell;
  const why = kind ?? reason;
  return `${subject} ${method} ${url}${relation === null ? '' : ` ${relation}`}: ${verdict}${why === null ? '' : ` ${why}`}, ${outcome}`;
};
