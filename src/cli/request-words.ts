import { headerOf } from '../ports/http.js';
import { statusLine } from '../report/request.js';
import { sizeText } from '../report/size-text.js';
import { caution, faint, type Text } from '../report/text.js';
import type { Answered, CallEvent } from '../request/call.js';
import { isRenewable } from '../session/fresh.js';
import { loginCommand } from '../session/login-command.js';
import type { Session } from '../session/session.js';
import type { Context } from './context.js';
import { complain, say } from './print.js';
import { MOST_SHOWN } from './request-place.js';

/** Says what happened on the way to an answer. */
export function tellEvent(ctx: Context, event: CallEvent): void {
  switch (event.kind) {
    case 'redirect': {
      const without = event.leavesCredential ? ', without the credential' : '';
      say(ctx, `redirected (${event.status}) to ${event.to}${without}`);
      return;
    }
    case 'renewed':
      say(ctx, `session '${event.session}' was refused, and renewed`);
      return;
    case 'not-renewed':
      complain(ctx, [caution('warning:'), ` ${event.message}`]);
      if (event.hint !== undefined) complain(ctx, [faint('   hint:'), ` ${event.hint}`]);
  }
}

/** Says what the body alone does not: a refusal and what to do about it, an answer without a body, a file. */
export function tellAnswer(
  ctx: Context,
  answered: Answered,
  session: Session | undefined,
  { savedTo, isCut }: { readonly savedTo: string | null; readonly isCut: boolean },
): void {
  const { status, receivedBytes, method } = answered;
  if (savedTo !== null) say(ctx, `${sizeText(receivedBytes)} written to ${savedTo}`);
  else if (status >= 300 || (receivedBytes === 0 && method !== 'HEAD')) say(ctx, statusLine(answered));
  if (isCut) {
    complain(ctx, [
      caution('warning:'),
      ` the body is cut after ${sizeText(MOST_SHOWN)}; -o FILE writes all of it`,
    ]);
  }
  const hint = hintFor(answered, session);
  if (hint !== undefined) say(ctx, [faint(' hint:'), ` ${hint}`]);
}

function hintFor(
  { status, headers, method, url }: Answered,
  session: Session | undefined,
): string | undefined {
  const { origin } = new URL(url);
  switch (status) {
    case 401:
      return session ? refusedHint(session) : `log in with \`authctl login ${origin} --username NAME\``;
    case 403:
      return `see who may with \`authctl probe --only '${method} *'\``;
    case 405: {
      const allowed = headerOf(headers, 'allow');
      return allowed && `the server takes ${allowed} there`;
    }
    case 429:
    case 503: {
      const after = headerOf(headers, 'retry-after');
      return after && `try again after ${/^\d+$/.test(after) ? `${after} seconds` : after}`;
    }
    default:
      return undefined;
  }
}

/** A renewed one that is refused all the same is no question of time. */
function refusedHint(session: Session): string {
  if (isRenewable(session)) return 'see what the server wants with `authctl decode`, and --verbose';
  if (/^AUTHCTL_TOKEN/.test(session.name)) return `put another token into ${session.name}`;
  return `log in again with \`${loginCommand(session)}\``;
}

/** What a person has to set before a command of curl runs. */
export function tellVariables(ctx: Context, fill: Readonly<Record<string, string>>): void {
  const lines: Text = Object.entries(fill).map(([name, what]) => `set ${name} to ${what} first`);
  say(ctx, ...lines);
}
