import type { KoaContextWithOIDC } from 'oidc-provider';
import { ExpiringMap } from '../../expiring-map.js';
import { endpoints } from '../endpoints.js';
import type { Context, Next } from './context.js';

/** Seconds that a device waits between two questions (RFC 8628 section 3.2). */
export const DEVICE_INTERVAL = 5;

interface ErrorAnswer {
  error?: string;
  error_description?: string;
}

/** RFC 6749 section 5.2 has a name for a client that may not use a grant; the engine calls it an invalid request. */
export async function unauthorizedClient(ctx: Context, next: Next): Promise<void> {
  await next();
  const body = ctx.body as ErrorAnswer | undefined;
  if (body?.error !== 'invalid_request') return;
  if (/ not allowed for this client$/.test(body.error_description ?? '')) {
    body.error = 'unauthorized_client';
  }
}

interface Poll {
  readonly at: number;
  /** Seconds that must lie between this question and the next. */
  readonly interval: number;
}

/**
 * What the engine leaves out of RFC 8628: `interval` in the answer to a device (section 3.2), and `slow_down` for one
 * that asks more often, each of which makes the interval 5 seconds longer (section 3.5).
 *
 * @param now - whole seconds since the epoch.
 */
export function devicePace(now: () => number, lifetime: () => number) {
  const polls = new ExpiringMap<Poll>(now);
  return async (ctx: Context, next: Next): Promise<void> => {
    await next();
    if (ctx.path === endpoints.deviceAuthorization && ctx.status === 200) {
      Object.assign(ctx.body as object, { interval: DEVICE_INTERVAL });
    }
    const body = ctx.body as ErrorAnswer | undefined;
    if (ctx.path !== endpoints.token || body?.error !== 'authorization_pending') return;
    const code = String((ctx as KoaContextWithOIDC).oidc.params?.device_code);
    const last = polls.get(code);
    const tooSoon = last !== undefined && now() - last.at < last.interval;
    const interval = (last?.interval ?? DEVICE_INTERVAL) + (tooSoon ? DEVICE_INTERVAL : 0);
    polls.set(code, { at: now(), interval }, now() + lifetime());
    if (tooSoon) {
      ctx.body = {
        error: 'slow_down',
        error_description: `ask no more often than every ${interval} seconds`,
      };
    }
  };
}
