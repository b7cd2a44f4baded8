import { CookieClient } from '../login/cookie-client.js';
import type { Http } from '../ports/http.js';
import type { Answered, Call } from '../request/call.js';
import { type CsrfPlace, withCsrf } from '../request/csrf.js';
import { withChangedCookies } from '../session/changed-cookies.js';
import type { Session, StoredCookie } from '../session/session.js';
import type { Context } from './context.js';

/** A call, and where its CSRF token comes from. */
interface CookieCall {
  readonly call: Call;
  readonly csrf: CsrfPlace | undefined;
  readonly timeoutMs: number;
}

/** Calls as a browser would: cookies go where they belong, and what the server changes in them is stored. */
export async function withCookies(
  ctx: Context,
  session: Session,
  { call, csrf, timeoutMs }: CookieCall,
  ask: (over: Http, call: Call) => Promise<Answered>,
): Promise<Answered> {
  const before = session.credential.kind === 'cookie' ? session.credential.cookies : [];
  const client = new CookieClient(await ctx.ports.http(), ctx.now, before);
  const keepSecret = (token: string): void => ctx.secrets.add(token);
  try {
    return await ask(client, csrf ? await withCsrf(call, csrf, client, { timeoutMs, keepSecret }) : call);
  } finally {
    const after = client.cookies();
    ctx.secrets.add(...after.map(({ value }) => value));
    await storeChanges(ctx, session.name, before, after);
  }
}

async function storeChanges(
  ctx: Context,
  name: string,
  before: readonly StoredCookie[],
  after: readonly StoredCookie[],
): Promise<void> {
  const store = await ctx.ports.store();
  const latest = await store.get(name);
  if (!latest || withChangedCookies(latest, before, after) === latest) return;
  await store.exclusively(name, async () => {
    const current = await store.get(name);
    if (current) await store.replace(withChangedCookies(current, before, after));
  });
}
