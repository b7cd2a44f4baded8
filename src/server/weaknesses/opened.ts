import type { IncomingMessage } from 'node:http';
import type { Caller } from '../access.js';
import type { Policy } from '../policy.js';
import type { GuardedRoute } from '../route.js';
import type { ServerSettings } from '../settings.js';

/** Whoever comes without credentials, or with worthless ones, where none are asked for. Owns nothing. */
const ANYONE = { id: 0, username: 'anonymous', role: 'anyone' } as const;
const VISITOR: Caller = { kind: 'user', user: ANYONE, scheme: null };

type Opens = (
  route: GuardedRoute,
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  settings: ServerSettings,
) => boolean;

/** A policy under which some requests to guarded routes need no credentials. */
export const opened = (policy: Policy, opens: Opens): Policy => ({
  ...policy,
  async identify(request, route, state) {
    const caller = await policy.identify(request, route, state);
    return caller.kind === 'user' || !opens(route, request, state.settings) ? caller : VISITOR;
  },
  access(route, question) {
    const { request, settings } = question;
    if (!opens(route, request, settings)) return policy.access(route, question);
    return [ANYONE, ...settings.roles.map(({ name }) => ({ role: name }))].map(({ role }) => ({ role }));
  },
});
