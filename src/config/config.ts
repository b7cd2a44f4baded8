import type { SourcePosition } from '../errors.js';
import type { Severity } from '../token/finding.js';
import type { Attributes } from './condition.js';
import type { CLIENT_AUTHENTICATIONS, LOGIN_FLOWS } from './login-words.js';
import type {
  ApiObject,
  Decide,
  Effect,
  ForbiddenFields,
  LeftOut,
  RequestParts,
  Step,
  Waiver,
} from './probe-config.js';

export type LoginFlow = (typeof LOGIN_FLOWS)[number];

/** How subjects log in, unless one says otherwise. */
export interface LoginConfig {
  readonly flow?: LoginFlow;
  readonly method?: string;
  readonly path?: string;
  /** Any JSON shape; `{{username}}` and `{{password}}` are filled in wherever they stand. */
  readonly body?: unknown;
  /** JSON Pointer (RFC 6901) to the token in the answer. */
  readonly token?: string;
  /** `header:NAME` or `cookie:NAME`: where the token is instead. */
  readonly tokenFrom?: string;
  /** The word before the token in `Authorization`. */
  readonly scheme?: string;
  readonly encoding?: 'json' | 'form';
  /** Path of the page that is visited before. */
  readonly loginPage?: string;
  /** `FROM:NAME=TO:NAME`. */
  readonly csrf?: string;
  readonly apiKeyHeader?: string;
  // Of an OAuth client.
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** A file with its private key, absolute. */
  readonly clientKey?: string;
  readonly clientAuth?: (typeof CLIENT_AUTHENTICATIONS)[number];
  readonly scope?: string;
  readonly audience?: string;
  readonly resource?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly dpop?: boolean;
  readonly par?: boolean;
  // For probe.
  /** A login in requests of its own. */
  readonly steps?: readonly Step[];
  /** The headers that carry the credential, with `{{token}}` and the like in them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Query parameters that carry it. */
  readonly query?: Readonly<Record<string, string>>;
  /** What ends such a login at the server. */
  readonly logout?: Step;
  /** Whether the cookies that the steps set are sent. Default: yes. */
  readonly sendsCookies?: boolean;
}

export interface SubjectConfig {
  readonly name: string;
  readonly role: string;
  /** What it logs in with; the name where the file says nothing else. */
  readonly username: string;
  readonly password?: string;
  /** Kind of object to the id of the one that this subject owns. */
  readonly owns: Readonly<Record<string, string>>;
  /** A path, or a method and a path. */
  readonly canary?: string;
  readonly attributes: Attributes;
  readonly login?: LoginConfig;
  /** The other way in which it logs in. */
  readonly parity?: LoginConfig;
}

/** How an answer denies. `hidden` is 404, `soft` a success status whose body denies. */
export type DenialName = '401' | '403' | 'hidden' | 'redirect' | 'soft';

/** One line of `routes:`. */
export interface RouteConfig {
  readonly method: string;
  readonly path: string;
  /** `any`: everybody, without credentials too. Absent where the description is to decide. */
  readonly allow?: readonly { readonly role: string; readonly when?: string }[] | 'any';
  readonly deny?: DenialName;
  /** Parameter name to a kind of object (a key of some subject's `owns`), or to a literal value. */
  readonly params: Readonly<Record<string, string>>;
  readonly request: RequestParts;
  readonly effect?: Effect;
  readonly decide?: Decide;
  readonly marker?: string;
  readonly privileged?: Readonly<Record<string, unknown>>;
  readonly forbiddenFields: readonly ForbiddenFields[];
  readonly setup?: Step;
  readonly teardown?: Step;
  /** Where its key stands. */
  readonly at: SourcePosition;
}

/** What `lint:` says of one rule. Whether there is such a rule is not known here. */
export interface LintRuleConfig {
  readonly rule: string;
  readonly severity: Severity | 'off';
  readonly at: SourcePosition;
}

/** What only `authctl probe` reads. */
export interface ProbeConfig {
  readonly objects: readonly ApiObject[];
  readonly decide: Decide;
  readonly setup: readonly Step[];
  readonly teardown: readonly Step[];
  /** Routes that are not probed on purpose. */
  readonly leftOut: readonly LeftOut[];
  /** Percent of routes that have to be settled. */
  readonly failUnder: number | undefined;
  readonly waivers: readonly Waiver[];
}

/** `authctl.yaml`, read and checked, variables filled in. */
export interface Config extends ProbeConfig {
  /** As it is named in messages: relative to the working directory where it lies below it. */
  readonly file: string;
  readonly server?: string;
  readonly api?: string;
  /** A file (relative to the configuration's folder, made absolute) or a URL. */
  readonly openapi?: string;
  /** An authentication file of Web Fuzzing Commons, absolute. */
  readonly authFile?: string;
  readonly login: LoginConfig;
  /** Another way in which subjects log in, for `authctl probe --parity`. */
  readonly parity?: LoginConfig;
  /** JSON Pointer to the role in a token's payload or in what the user-info route answers. */
  readonly roleClaim?: string;
  /** Least to most privileged; empty where the file names none. */
  readonly roles: readonly string[];
  readonly subjects: readonly SubjectConfig[];
  readonly routes: readonly RouteConfig[];
  /** In the order of the file; absent where it has no `lint:`. */
  readonly lint?: readonly LintRuleConfig[];
  /** Passwords and other values that must never be shown: the caller hands them to the redaction. */
  readonly secrets: readonly string[];
}
