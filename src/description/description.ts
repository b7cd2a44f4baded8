import type { Problem, SourcePosition } from '../errors.js';

/** A role that may, on every object or (`when: own`) on its own objects only. */
export interface DeclaredGrant {
  readonly role: string;
  readonly when?: 'own';
}

/** Who may call an operation, as far as its description says. */
export type DeclaredAccess =
  /** The document says nothing of security anywhere. */
  | { readonly kind: 'unknown' }
  /** No credential is needed: no requirement, or one of the alternatives is empty. */
  | { readonly kind: 'public' }
  /** `roles` (`x-roles`) is null where the document only says that a credential is needed. */
  | { readonly kind: 'secured'; readonly roles: readonly DeclaredGrant[] | null };

export interface DescribedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  /** The first example given, as it goes into the request, not yet percent-encoded; undefined where there is none. */
  readonly example: string | undefined;
}

/** What an operation takes in the body of its request, for the first media type described. */
export interface DescribedBody {
  /** Such as `application/json`. */
  readonly mediaType: string;
  readonly required: boolean;
  /** The names of an object's members; empty for anything else. */
  readonly properties: readonly string[];
  /** As described; undefined where there is none. */
  readonly example: unknown;
}

/** A method on a path. */
export interface Operation {
  /** Upper case. */
  readonly method: string;
  /** As described, with `{name}` for a parameter, without the document's base path. */
  readonly path: string;
  readonly operationId: string | undefined;
  readonly summary: string | undefined;
  readonly tags: readonly string[];
  readonly parameters: readonly DescribedParameter[];
  readonly body: DescribedBody | undefined;
  readonly access: DeclaredAccess;
  /** File name and line: `openapi.json:41`. */
  readonly source: string;
  /** The same place, with the document's path or URL. */
  readonly at: SourcePosition;
}

/** What an OpenAPI document says of an API, in the order of the document. */
export interface Description {
  /** Where it was read: a path or a URL. */
  readonly location: string;
  readonly title: string;
  /** The path of the first server (`/v1`), without a trailing slash; empty for the root. */
  readonly basePath: string;
  /** The first server's origin, where it is an absolute URL. */
  readonly origin: string | undefined;
  readonly operations: readonly Operation[];
  /** What could not be used, such as a reference that leads nowhere; the rest was read. */
  readonly warnings: readonly Problem[];
}
