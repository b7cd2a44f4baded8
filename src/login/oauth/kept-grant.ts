import { createHash } from 'node:crypto';
import { GOOD_TIME } from '../../session/fresh.js';
import type { AskedFor, ClientAuthentication, FlowName, Session } from '../../session/session.js';
import type { OAuthLogin } from './oauth-login-request.js';

/** The flows in which no user takes part: the same request is answered with as good a token. */
const WITHOUT_USER: readonly FlowName[] = ['client-credentials', 'token-exchange', 'jwt-bearer'];

/**
 * What a login without a user asks for, to be kept with what it is granted; undefined for the other flows, and for a
 * client that is to be registered.
 *
 * @param flow - the flow that was taken.
 */
export function askedFor(request: OAuthLogin, flow: FlowName): AskedFor | undefined {
  const { client, server, scope, audience, resource, parameters, dpop, subjectToken } = request;
  if (client.kind !== 'known' || !WITHOUT_USER.includes(flow)) return undefined;
  const what = [
    ...[server, client.id, scope ?? null, audience ?? null],
    ...[resource.toSorted(), Object.entries(parameters).toSorted(), dpop],
  ];
  return {
    key: fingerprint(JSON.stringify(what)),
    ...(subjectToken ? { subject: fingerprint(`${subjectToken.type ?? ''} ${subjectToken.token}`) } : {}),
  };
}

/** Of a text that is never written down: a subject token lets somebody in. */
const fingerprint = (text: string): string => createHash('sha256').update(text).digest('base64url');

/**
 * The stored session that the same login was granted before, with a token that still lasts; the newest of several. The
 * client must prove itself with the same secret or key as then: a wrong one is for the server to refuse.
 *
 * @param now - seconds since the epoch.
 */
export function keptGrant(request: OAuthLogin, stored: readonly Session[], now: number): Session | undefined {
  return stored
    .filter((session) => isSameLogin(request, session) && lasts(session, now))
    .toSorted((one, other) => other.createdAt - one.createdAt)[0];
}

function isSameLogin(request: OAuthLogin, { name, server, flow, client }: Session): boolean {
  if (request.name !== undefined && request.name !== name) return false;
  if (request.flow !== undefined && request.flow !== flow) return false;
  const asked = askedFor(request, flow);
  return (
    asked !== undefined &&
    server === request.server &&
    client?.asked?.key === asked.key &&
    client.asked.subject === asked.subject &&
    isSameProof(request.client, client.authentication)
  );
}

function isSameProof(client: OAuthLogin['client'], kept: ClientAuthentication): boolean {
  if (client.kind !== 'known') return false;
  const { secret, key } = client;
  if (client.method !== undefined && client.method !== kept.method) return false;
  if ('secret' in kept) return secret === kept.secret && key === undefined;
  if ('keyFile' in kept) return key?.file === kept.keyFile;
  return secret === undefined && key === undefined;
}

/** A token of which nobody says when it ends may have ended. */
const lasts = ({ credential: { expiresAt } }: Session, now: number): boolean =>
  expiresAt !== undefined && expiresAt - now >= GOOD_TIME;
