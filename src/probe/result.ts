import type { SourcePosition } from '../errors.js';
import type { Drift } from './matrix/change.js';
import type { Declared, DenialKind, Expectation, Relation } from './model.js';
import type { Sequence } from './sequence.js';

export type Verdict = 'allow' | 'deny' | 'reached' | 'not-applicable' | 'inconclusive' | 'skipped';

export type Reason =
  // inconclusive
  | 'credential'
  | 'blocked'
  | 'not-found'
  | 'fixture-consumed'
  | 'not-served'
  | 'validation'
  | 'catch-all'
  | 'redirect'
  | 'rate-limited'
  | 'server-error'
  | 'network'
  | 'unverified'
  | 'unrecognised'
  | 'interrupted'
  | 'setup'
  // skipped
  | 'write'
  | 'delete'
  | 'filtered'
  | 'left-out'
  | 'request-limit';

export type Confidence = 'confirmed' | 'proven' | 'likely' | 'possible';

export type Outcome = 'as-expected' | 'violation' | 'drift' | 'inconclusive' | 'skipped' | 'observed';

/** One subject on one route, judged. The JSON form of a cell has the same fields. */
export interface Cell {
  readonly method: string;
  /** The template. */
  readonly path: string;
  /** The path and query as sent. */
  readonly url: string;
  readonly subject: string;
  readonly role: string;
  readonly relation: Relation;
  readonly verdict: Verdict;
  /** Set where the verdict is `deny`. */
  readonly kind: DenialKind | null;
  /** Set where the verdict is `inconclusive` or `skipped`. */
  readonly reason: Reason | null;
  /** Null where nothing was answered. */
  readonly status: number | null;
  /** Requests sent for this cell; 0 where it was skipped. */
  readonly attempts: number;
  readonly expected: Expectation | null;
  readonly outcome: Outcome;
  /** Set where the verdict is `allow`, `deny` or `reached`. */
  readonly confidence: Confidence | null;
  readonly durationMs: number;
  /** Members of the body that must not be there. */
  readonly exposes: readonly string[];
  /** What a reader should know besides: `403 would be right`, `no WWW-Authenticate`, `empty`. */
  readonly notes: readonly string[];
}

export type FindingClass =
  | 'exposed'
  | 'privilege-escalation'
  | 'bola'
  | 'bopla'
  | 'over-restricted'
  | 'wrong-denial'
  | 'undocumented-public'
  | 'spec-lies'
  | 'policy-spec-conflict'
  | 'undeclared-route'
  | 'soft-denial'
  | 'parity'
  | 'parity-denial'
  | 'token-accepted'
  | 'known-secret'
  | 'guard-bypass'
  | 'csrf'
  | 'mass-assignment'
  | 'logout-ineffective'
  | 'session-fixation'
  | 'refresh-reuse'
  | 'user-enumeration'
  | 'pkce-optional'
  | 'redirect-uri';

/** A defect: what differs from what was meant, with the cells that show it. */
export interface Finding {
  /** Stable over runs: class, method and path. */
  readonly id: string;
  readonly class: FindingClass;
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  readonly confidence: Confidence;
  /** MITRE CWE number. */
  readonly cwe: number | null;
  /** OWASP API Security Top 10 (2023), such as `API1:2023`. */
  readonly owasp: string | null;
  /** Indices into `cells`. */
  readonly cells: readonly number[];
  /** Indices into `checks`, where the defect is one of checks. */
  readonly checks?: readonly number[];
  readonly message: string;
  /** Why it is accepted for a while; null where it is not. */
  readonly waived: { readonly reason: string; readonly until: string } | null;
  /** A `curl` line that repeats the request, its credential an environment variable. */
  readonly repeat: string;
}

export interface ProbedSubject {
  readonly name: string;
  readonly role: string;
  readonly credential: 'bearer' | 'cookie' | 'header' | 'none';
  /** `none`: nothing is known that this subject must reach. */
  readonly canary: 'ok' | 'failed' | 'none';
  /** The name of the subject that this one is too, logged in another way. */
  readonly twinOf?: string;
}

export interface ProbedRoute {
  readonly method: string;
  readonly path: string;
  readonly declared: Declared['kind'];
  readonly source: string;
  /** The same with the whole path of the file, as it was named, or its URL. */
  readonly at?: SourcePosition;
}

export interface ProbeSummary {
  readonly cells: number;
  readonly asExpected: number;
  readonly violations: number;
  /** Violations that a waiver accepts; not among `violations`. */
  readonly waived: number;
  readonly drift: number;
  readonly skipped: number;
  readonly inconclusive: number;
  readonly observed: number;
}

/** A request that a sound API refuses: with damaged credentials, or written in another way than the one it refused. */
export interface Check {
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly subject: string;
  /** `wrong-scheme`, or the id of a mutation of `authctl forge`. */
  readonly check: string;
  readonly title: string;
  readonly status: number | null;
  /** A sound API refuses. `lives-on`: a token that nothing takes back before it expires, which is what it is. */
  readonly verdict: 'refused' | 'accepted' | 'lives-on' | 'inconclusive' | 'skipped';
  /** What it would take, where it is skipped. */
  readonly needs: string | null;
}

/** How much of the API was settled: a route counts when at least one subject's answer on it settles something. */
export interface Coverage {
  /** Without those that are left out on purpose. */
  readonly routes: number;
  readonly settled: number;
  readonly leftOut: number;
  /** 0 to 100, rounded down to one decimal. */
  readonly percent: number;
  /** What was asked for, in percent; null where nothing was. */
  readonly failUnder: number | null;
  /** Routes that no cell settled: `POST /articles`. */
  readonly unprobed: readonly string[];
}

/** What became of a waiver. */
export interface WaiverUse {
  readonly finding: string;
  readonly reason: string;
  readonly until: string;
  readonly state: 'used' | 'expired' | 'unmatched';
  /** `authctl.yaml:40`. */
  readonly source: string;
}

/** Everything a probe found, in the order of its routes and subjects. */
export interface ProbeResult {
  /** The API's base URL. */
  readonly api: string;
  /** False where the run was interrupted, stopped by the network or by `--max-requests`. */
  readonly complete: boolean;
  /** Why it is not complete. */
  readonly stopped: 'interrupted' | 'network' | 'request-limit' | null;
  /** What the expectations come from. */
  readonly policy: 'policy' | 'declared' | 'none';
  readonly subjects: readonly ProbedSubject[];
  readonly routes: readonly ProbedRoute[];
  /** The cells of a route stand together. */
  readonly cells: Sequence<Cell>;
  readonly findings: readonly Finding[];
  /** Empty where none were asked for. */
  readonly checks: readonly Check[];
  readonly coverage: Coverage;
  readonly waivers: readonly WaiverUse[];
  /** How access changed since it was recorded; empty where it is not compared with what was. */
  readonly drift: readonly Drift[];
  /** What the run made and could not remove, in words. */
  readonly leftovers: readonly string[];
  readonly summary: ProbeSummary;
}
