import { CookieClient } from '../login/cookie-client.js';
import { withChangedCookies } from '../session/changed-cookies.js';
import type { Session, StoredCookie } from '../session/session.js';
import type { Context } from './context.js';

/**
 * Lets something send requests as a browser would: the session's cookies go where they belong, and what the server changes
 * in them is stored.
 */
export async function withCookieJar<Result>(
  ctx: Context,
  session: Session,
  use: (client: CookieClient) => Promise<Result>,
): Promise<Result> {
  const before = session.credential.kind === 'cookie' ? session.credential.cookies : [];
  const client = new CookieClient(await ctx.ports.http(), ctx.now, before);
  try {
    return await use(client);
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
