import type { IncomingMessage } from 'node:http';
import type { Access, Grant } from './access.js';
import type { Answer } from './answer.js';
import type { BodyDefinition, FieldValues } from './body.js';
import type { Method, RouteSettings } from './settings.js';
import type { ServerState } from './state.js';
import type { User } from './users.js';

/** A request that was let through to its route. */
export interface Call {
  readonly state: ServerState;
  readonly request: IncomingMessage;
  /** What stands in the path in the place of each `{name}`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Exactly the fields of the route's body definition. */
  readonly fields: FieldValues;
}

/** How the OpenAPI document describes a route, beyond what follows from its other members. */
export interface Operation {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Path parameter to a value that exists when the server starts. */
  readonly examples?: Readonly<Record<string, number | string>>;
  /** Status to what it means, for the answers that are particular to this route. */
  readonly answers: Readonly<Record<number, AnswerDescription>>;
}

export interface AnswerDescription {
  readonly description: string;
  /** Name of a schema of the document; absent for an answer without content. */
  readonly schema?: string;
  /** The content is always this. */
  readonly constant?: unknown;
  /** The content is a list of that schema. */
  readonly list?: boolean;
  /** Header field to what it holds. */
  readonly headers?: Readonly<Record<string, string>>;
}

interface RouteBase {
  readonly method: Method;
  /** `{name}` stands for one segment. */
  readonly path: string;
  readonly body?: BodyDefinition;
  /** Absent for a document that has a specification of its own, such as the key set. */
  readonly operation?: Operation;
}

export interface PublicRoute extends RouteBase {
  readonly access: 'public';
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

export interface GuardedRoute extends RouteBase {
  readonly access: readonly Grant[];
  /** Set where only a cookie session makes sense; else a token or a cookie is taken. */
  readonly credential?: 'cookie';
  /** Id of the user who owns the object in the path, undefined where there is none; for grants `when: own`. */
  readonly ownerOf?: (call: Pick<Call, 'state' | 'params'>, user: User) => unknown;
  readonly handle: (call: Call, user: User) => Answer | Promise<Answer>;
}

/** A configured route, its permissions resolved to the roles that have them. */
export type ResolvedRoute = Omit<RouteSettings, 'access'> & { readonly access: Access };

/** A line of the route table: routing, authorization and the OpenAPI document all follow from it. */
export type Route = PublicRoute | GuardedRoute;
