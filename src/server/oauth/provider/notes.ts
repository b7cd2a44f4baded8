import type { IncomingMessage } from 'node:http';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { EngineNote } from '../engine.js';
import type { IssuerHost } from '../host.js';

interface Failure {
  readonly error?: string;
  readonly error_description?: string;
  /** Why in truth, where the client is told less. */
  readonly error_detail?: string;
  readonly message?: string;
}

const SUCCESS: Readonly<Record<string, (ctx: KoaContextWithOIDC) => string>> = {
  'grant.success': ({ oidc }) => `tokens issued to ${clientOf(oidc)}: ${shortGrant(oidc.params?.grant_type)}`,
  'authorization.success': ({ oidc }) => `access granted to ${clientOf(oidc)}`,
  'device_authorization.success': ({ oidc }) => `device code issued to ${clientOf(oidc)}`,
  'pushed_authorization_request.success': ({ oidc }) => `request of ${clientOf(oidc)} taken`,
  'interaction.started': ({ oidc }) => `${clientOf(oidc)} needs a person to log in or consent`,
  'registration_create.success': () => 'client registered',
  'end_session.success': () => 'logged out',
};

const FAILURE = [
  'authorization.error',
  'grant.error',
  'device_authorization.error',
  'pushed_authorization_request.error',
  'introspection.error',
  'revocation.error',
  'registration_create.error',
  'registration_read.error',
  'registration_update.error',
  'registration_delete.error',
  'end_session.error',
  'end_session_confirm.error',
  'code_verification.error',
  'device_resume.error',
  'server_error',
] as const;

const clientOf = ({ client }: KoaContextWithOIDC['oidc']): string => client?.clientId ?? 'a client';

const shortGrant = (grant: unknown): string =>
  String(grant).replace('urn:ietf:params:oauth:grant-type:', '').replaceAll('_', ' ');

/** Collects what the log says of each request, from what the engine tells about it. Nothing of it is a secret. */
export class Notes {
  readonly #notes = new WeakMap<IncomingMessage, EngineNote>();

  constructor(provider: Provider, host: IssuerHost) {
    const callerOf = ({ oidc }: KoaContextWithOIDC): EngineNote['caller'] => {
      const user = host.users.get(Number(oidc.account?.accountId));
      return user ? { username: user.username, role: user.role, scheme: null } : null;
    };
    const on = provider.on.bind(provider) as (name: string, listen: (...args: never[]) => void) => void;
    for (const [name, why] of Object.entries(SUCCESS)) {
      on(name, (ctx: KoaContextWithOIDC) =>
        this.#notes.set(ctx.req, { caller: callerOf(ctx), decision: 'allow', why: why(ctx) }),
      );
    }
    for (const name of FAILURE) {
      on(name, (ctx: KoaContextWithOIDC, failure: Failure) =>
        this.#notes.set(ctx.req, { caller: null, decision: 'deny', why: whyOf(failure) }),
      );
    }
  }

  /** What there is to say of a request that was answered with this status. */
  of(request: IncomingMessage, status: number): EngineNote {
    const decision = status < 400 ? 'allow' : 'deny';
    return this.#notes.get(request) ?? { caller: null, decision, why: 'authorization server' };
  }
}

const whyOf = ({ error, error_description, error_detail, message }: Failure): string =>
  [error ?? 'a defect of the server', error_detail ?? error_description ?? message]
    .filter(Boolean)
    .join(': ');
