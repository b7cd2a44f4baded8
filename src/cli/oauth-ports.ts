import type { LoginEvent } from '../login/oauth/login-event.js';
import type { OAuthPorts } from '../login/oauth/oauth-ports.js';
import { loginEventText } from '../report/login-event.js';
import { faint, type Text } from '../report/text.js';
import { maskInCi } from './ci-mask.js';
import type { Context } from './context.js';
import { complain, say } from './print.js';
import { qrLines } from './qr-lines.js';
import { parameterLines } from './trace.js';
import { waitingLine } from './waiting-line.js';

/** What must be seen for a login to go on, and what warns; the rest is silent with `--quiet`. */
const NEEDED: readonly LoginEvent['kind'][] = [
  'authorize',
  'device',
  'stray-callback',
  'dpop-ignored',
  'password-grant',
];

/** The outside world of an OAuth login: what happens is told on standard error. */
export async function oauthPorts(ctx: Context): Promise<OAuthPorts & { readonly done: () => void }> {
  const http = await ctx.ports.http();
  const line = waitingLine(ctx);
  return {
    http,
    now: ctx.now,
    signal: ctx.signal,
    sleep: ctx.ports.sleep,
    listen: ctx.ports.listenForCallback,
    browser: ctx.ports.browser,
    person: ctx.settings.interactive ? await personAt(ctx) : undefined,
    watched: ctx.stderr.isTTY,
    tell: (event) => {
      if (event.kind === 'waiting') return line.update(event.secondsLeft);
      line.clear();
      const qr = event.kind === 'device' ? qrLines(ctx) : () => undefined;
      const text = loginEventText(event, { ascii: ctx.settings.ascii, now: ctx.now(), qr });
      if (NEEDED.includes(event.kind)) complain(ctx, ...text);
      else say(ctx, ...text);
      if (ctx.settings.verbose) complain(ctx, ...browserLesson(event));
    },
    keepSecret: (...values) => {
      ctx.secrets.add(...values);
      maskInCi(ctx, ...values);
    },
    done: line.clear,
  };
}

/** What the trace of requests does not see: the browser has its own. */
function browserLesson(event: LoginEvent): Text {
  switch (event.kind) {
    case 'authorize':
      return lesson('the browser is sent to the server with', new URL(event.url));
    case 'callback':
      return lesson('the browser comes back with', event.url);
    default:
      return [];
  }
}

const lesson = (title: string, { searchParams }: URL): Text => [
  [faint(`# ${title}`)],
  ...parameterLines(searchParams),
  '',
];

async function personAt(ctx: Context): Promise<OAuthPorts['person']> {
  const keys = await ctx.ports.keys();
  return {
    keys,
    ask: async (question) => (await ctx.ports.prompter()).text(question),
  };
}
