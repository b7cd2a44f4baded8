import type { Attributes } from '../config/condition.js';
import type { Decide, Effect, ForbiddenFields, RequestParts, Step } from '../config/probe-config.js';
import type { SourcePosition } from '../errors.js';
import type { CookieCredential, Credential } from '../session/session.js';

/** A role that may: always, or under a condition such as `own`, in the grammar of `config/condition.ts`. */
export interface RoleGrant {
  readonly role: string;
  readonly when?: string;
}

/** What the API's description says of one operation. */
export type Declared =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'public' }
  /** `roles` is null where the description only says that a credential is needed. */
  | { readonly kind: 'secured'; readonly roles: readonly RoleGrant[] | null };

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  /** The first example that the description gives, as it goes into the request; undefined where there is none. */
  readonly example: string | undefined;
}

/** What a description says of the body that a request needs. */
export interface DescribedBody {
  readonly mediaType: string;
  readonly required: boolean;
  /** Undefined where the description gives none. */
  readonly example: unknown;
}

/** A method and a path template. */
export interface Route {
  /** Upper case. */
  readonly method: string;
  /**
   * As described, with `{name}` for a parameter; may hold a query, and end in `#name`, which is never sent and tells
   * routes of one path apart.
   */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: DescribedBody;
  readonly tags?: readonly string[];
  readonly declared: Declared;
  /** Where it was found: `openapi.json:41`, `authctl.yaml:30`. */
  readonly source: string;
  /** The same with the whole path of the file, as it was named, or its URL. */
  readonly at?: SourcePosition;
}

/** How an answer denies. `hidden` is 404, `soft` a success status whose body denies. */
export type DenialKind = '401' | '403' | 'hidden' | 'redirect' | 'soft';

/** What is meant to happen. */
export type Expectation =
  | { readonly verdict: 'allow' }
  | { readonly verdict: 'deny'; readonly kind?: DenialKind }
  | { readonly verdict: 'any' };

/** What the policy (`routes:` of `authctl.yaml`) says of one route: who is not allowed is denied. */
export interface RoutePolicy {
  /** Absent where the description is to decide. */
  readonly allow?: readonly RoleGrant[] | 'any';
  readonly deny?: DenialKind;
  /** Parameter name to the kind of object it names (a key of a subject's `owns`), or to a literal value. */
  readonly params: Readonly<Record<string, string>>;
  readonly request?: RequestParts;
  readonly effect?: Effect;
  readonly decide?: Decide;
  /** A text that only those who may see the route get. */
  readonly marker?: string;
  /** Members of the body that those who may write must not be able to set, and a value for each. */
  readonly privileged?: Readonly<Record<string, unknown>>;
  readonly forbiddenFields?: readonly ForbiddenFields[];
  /** Makes an object for each cell; what it captures fills parameters. */
  readonly setup?: Step;
  /** Removes what a cell that was let through made. */
  readonly teardown?: Step;
}

/** Headers that make a request the subject's own, as the configuration composes them. They go to the API's origin only. */
export interface ComposedCredential {
  readonly kind: 'composed';
  readonly headers: Readonly<Record<string, string>>;
  /** Query parameters that go along. */
  readonly query?: Readonly<Record<string, string>>;
  /** What `{{cookie:NAME}}` in a request stands for. */
  readonly values: Readonly<Record<string, string>>;
  /** Seconds since the epoch. */
  readonly expiresAt?: number;
}

/** The cookies of a session at a server that wants to see a CSRF token with all that changes something. */
export interface GuardedCookies extends CookieCredential {
  /** `header` carries the token, in lower case; where there is none, `{{csrf}}` in a body stands for it. */
  readonly csrf: { readonly token: string; readonly header?: string };
}

export type ProbeCredential = Credential | GuardedCookies | ComposedCredential;

/** Somebody who calls the API. */
export interface Subject {
  readonly name: string;
  readonly role: string;
  /** Undefined for the anonymous caller. */
  readonly credential: ProbeCredential | undefined;
  /** Kind of object to the id of the one that this subject owns. */
  readonly owns: Readonly<Record<string, string>>;
  /** What `when:` compares. */
  readonly attributes?: Attributes;
  /** What this subject must reach: a path to GET, or a method and a path. */
  readonly canary?: string;
  /** Why it could not log in; its cells are then inconclusive. */
  readonly unavailable?: string;
  /** The name of the subject that this one is too, logged in another way. */
  readonly twinOf?: string;
}

/** Who a subject is, however it logged in: whoever owns an object owns it with a token and with a cookie. */
export const identityOf = ({ name, twinOf }: Pick<Subject, 'name' | 'twinOf'>): string => twinOf ?? name;

/** How the subject stands to the object in the request. */
export type Relation = 'own' | 'other' | null;
