import type { SourcePosition } from '../errors.js';
import type { Attributes } from './condition.js';

/** A status (`403`) or a class of them (`2xx`), in lower case. */
export type StatusPattern = string;

/** An answer that denies whatever its status: everything that is given has to fit. */
export interface DenyCondition {
  readonly status?: readonly StatusPattern[];
  /** JSON Pointer (RFC 6901): what is there is neither null nor false, or what `equals` says. */
  readonly pointer?: string;
  readonly equals?: string | number | boolean | null;
  /** Source of a regular expression. */
  readonly body?: string;
  readonly empty?: true;
  /** A write that left its object as it was. */
  readonly unchanged?: true;
}

/** How answers are read, where the API differs from the usual. */
export interface Decide {
  readonly allow?: readonly StatusPattern[];
  readonly deny?: readonly StatusPattern[];
  readonly hide?: readonly StatusPattern[];
  readonly denyWhen?: readonly DenyCondition[];
  /** By path of the `Location`; `*` stands for any characters. */
  readonly redirect?: { readonly allow?: readonly string[]; readonly deny?: readonly string[] };
}

/** What a request carries beside its path; `{{NAME}}` in any text stands for a captured value. */
export interface RequestParts {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; a text is sent as it stands. */
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

/** What a success of a step looks like; default: 2xx. */
export interface StepSuccess {
  readonly status?: readonly StatusPattern[];
  readonly pointer?: string;
  readonly equals?: string | number | boolean;
}

/** A request that is sent for what it does, not to be judged. */
export interface Step extends RequestParts {
  /** A subject's name; undefined for whoever the step belongs to. */
  readonly as?: string;
  readonly method: string;
  readonly path: string;
  readonly expect?: StepSuccess;
  /** Name to place in the answer: a JSON Pointer, or `header:NAME`, `cookie:NAME`, `body`, with or without `:REGEX`. */
  readonly capture: Readonly<Record<string, string>>;
  /** Kind of object to the place of the id of one that the sender owns from now on. */
  readonly owns: Readonly<Record<string, string>>;
  readonly at: SourcePosition;
}

/** What a request does to what it names. */
export type Effect = 'read' | 'write' | 'delete';

/** Members that must not be in a body. */
export interface ForbiddenFields {
  /** Null for every role. */
  readonly role: string | null;
  /** JSON Pointers (`/owner/email`, `*` for any item), or names wherever they stand. */
  readonly fields: readonly string[];
}

/** An object of the API under test. */
export interface ApiObject {
  readonly kind: string;
  readonly id: string;
  readonly owner?: string;
  readonly marker?: string;
  /** Kind to id of the objects that it belongs to. */
  readonly in: Readonly<Record<string, string>>;
  readonly attributes: Attributes;
}

export interface Waiver {
  /** A finding's id, `*` for any characters. */
  readonly finding: string;
  readonly reason: string;
  /** The last day on which it holds: `2027-01-31`, UTC. */
  readonly until: string;
  readonly at: SourcePosition;
}

/** A route that is left out on purpose. */
export interface LeftOut {
  readonly route: string;
  readonly at: SourcePosition;
}
