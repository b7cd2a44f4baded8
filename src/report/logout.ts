import type { OpenIdEnd } from '../login/oauth/end-openid-session.js';
import type { Ended, EndedAtServer } from '../session/end.js';
import { inWords, isoTime } from '../token/duration.js';
import { caution, faint, good, type Line, type Renderer } from './text.js';

/** A session that was ended here, at its server, and at the provider that let its subject in. */
export interface EndedEverywhere extends Ended {
  readonly openId?: OpenIdEnd;
}

export interface LoggedOut {
  readonly ended: readonly EndedEverywhere[];
  /** Seconds since the epoch. */
  readonly at: number;
}

export const logoutRenderer: Renderer<LoggedOut> = {
  schema: 'authctl/logout@1',
  json: ({ ended }) => ({
    sessions: ended.map(({ atServer, ...session }) => ({ ...session, atServer: asJson(atServer) })),
  }),
  text: ({ ended, at }, { ascii }) => {
    if (ended.length === 0) return ['no session was stored'];
    return ended.flatMap(({ name, server, atServer, openId }): readonly Line[] => [
      [good(ascii ? '+' : '✓'), ` logged out ${name} at ${server}`],
      [atServer.kind === 'failed' ? caution(`  ${said(atServer, at)}`) : faint(`  ${said(atServer, at)}`)],
      ...(openId ? [[(openId.kind === 'ended' ? faint : caution)(`  ${saidOf(openId)}`)]] : []),
    ]);
  },
};

function asJson(atServer: EndedAtServer): object {
  if (atServer.kind !== 'stateless') return atServer;
  return { ...atServer, expires: atServer.expiresAt === null ? null : isoTime(atServer.expiresAt) };
}

function said(atServer: EndedAtServer, at: number): string {
  switch (atServer.kind) {
    case 'ended':
      return 'the server has ended the session; its cookie is worth nothing now';
    case 'revoked':
      return 'the server has revoked its tokens; an API that does not ask the server may take the access token until it expires';
    case 'no-session':
      return 'forgotten here; the server knows no session: the password or key itself stays valid';
    case 'over':
      return 'it had ended before; it was forgotten here';
    case 'failed':
      return `forgotten here, but not ended at the server: ${atServer.why}`;
    case 'stateless':
      return atServer.expiresAt === null
        ? 'forgotten here; the token itself is stateless and never expires: whoever has a copy can go on using it'
        : `forgotten here; the token itself is stateless: whoever has a copy can use it for ${inWords(atServer.expiresAt - at)} more`;
  }
}

function saidOf(openId: OpenIdEnd): string {
  switch (openId.kind) {
    case 'ended':
      return 'the OpenID provider has ended its session, too';
    case 'opened':
      return `the browser was opened at ${openId.url}, to log out of the OpenID provider there`;
    case 'in-browser':
      return `the browser is still logged in at the OpenID provider; to log out there, open ${openId.url}`;
    case 'failed':
      return `the session at the OpenID provider was not ended: ${openId.why}`;
  }
}
