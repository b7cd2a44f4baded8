import type { IncomingMessage } from 'node:http';
import type { Caller, Grant } from './access.js';
import type { Answer } from './answer.js';
import { authenticate, type Credentials } from './authenticate.js';
import type { BodyDefinition } from './body.js';
import { cookieIn } from './cookie.js';
import type { GuardedRoute, Route } from './route.js';
import { pathOf, type Router } from './router.js';
import { newSessionId, type SessionTable } from './sessions.js';
import type { ServerSettings } from './settings.js';
import type { ServerState } from './state.js';
import { claimRules, signerOf, type TokenPolicy, verifyToken } from './token-policy.js';
import type { UserDirectory } from './users.js';

/** What a request is routed by. */
export interface Target {
  readonly method: string;
  /** Still encoded, without the query. */
  readonly path: string;
}

/** What a route's access is asked with. */
export interface AccessQuestion {
  readonly request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>;
  readonly router: Router;
  readonly settings: ServerSettings;
}

/** Why a login was refused, as the client is told. */
export interface LoginRefusal {
  readonly error: string;
  readonly why: string;
}

/** What the authorization server holds its clients to. */
export interface OAuthPolicy {
  /** Whether a public client must send a code challenge (RFC 7636). */
  readonly requiresPkce: boolean;
  /** Whether a refresh token serves once, and takes its grant with it when it comes again (RFC 9700 section 4.14.2). */
  readonly rotatesRefreshTokens: boolean;
  /** @param isRegistered - whether it is one of the client's own, compared as RFC 9700 section 2.1 wants it. */
  redirectUriAllowed(uri: string, registered: readonly string[], isRegistered: boolean): boolean;
}

/**
 * Every decision that the security of the server rests on. The server runs {@link securePolicy}; a weakness is a function
 * that puts a bad decision in the place of one of these, so nothing else of the server knows that there are any.
 */
export interface Policy extends TokenPolicy, OAuthPolicy {
  /** The route that a request means: what it is routed by. */
  target(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): Target;
  /** The value that counts as the request's `Authorization` field. */
  authorization(request: Credentials): string | undefined;
  /** Who sent a request to a guarded route. */
  identify(request: Credentials, route: GuardedRoute, state: ServerState): Promise<Caller>;
  /** Who may use a guarded route. */
  access(route: GuardedRoute, question: AccessQuestion): readonly Grant[];
  /** Why a request that changes something by a cookie may be none of its user's (CWE-352); undefined where it is. */
  forgeryOf(headers: IncomingMessage['headers'], state: ServerState): string | undefined;
  /** What a route takes of a request body. */
  bodyOf(definition: BodyDefinition, route: Route): BodyDefinition;
  /** What leaves the server for what a route answers, or for the denial in its place. */
  answerOf(answer: Answer, route: Route): Answer;
  /** @param _username - whom somebody tried to log in as. */
  loginRefusal(username: string, users: Pick<UserDirectory, 'named'>): LoginRefusal;
  /** The id of a session that begins. @param _sent - the one that the browser sent along, of whomever. */
  sessionId(sent: string | undefined): string;
  endSession(sessions: SessionTable, id: string): void;
}

export const securePolicy: Policy = {
  target: ({ method = '', url = '' }) => ({ method, path: pathOf(url) }),
  authorization: ({ headers }) => headers.authorization,
  identify: (request, { credential }, state) => authenticate(request, state, credential),
  access: ({ access }) => access,
  forgeryOf: (headers, { csrf, cookieName, settings }) =>
    csrf.problemOf({
      headers,
      sessionId: cookieIn(headers.cookie, cookieName),
      demand: settings.tokens.csrf ?? 'browsers',
    }),
  bodyOf: (definition) => definition,
  answerOf: (answer) => answer,
  loginRefusal: () => ({ error: 'invalid_credentials', why: 'the username or the password is wrong' }),
  sessionId: newSessionId,
  endSession: (sessions, id) => sessions.end(id),
  claimRules,
  verifyToken,
  signerOf,
  requiresPkce: true,
  rotatesRefreshTokens: true,
  redirectUriAllowed: (_uri, _registered, isRegistered) => isRegistered,
};
