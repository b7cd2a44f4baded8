import type { Context, Next } from './context.js';

/**
 * Says of cookies how long they last and not when they end, so that they last as long in a browser whose clock is not the
 * server's (RFC 6265 section 5.2.2).
 *
 * @param now - whole seconds since the epoch.
 */
export function relativeCookies(now: () => number) {
  return async (ctx: Context, next: Next): Promise<void> => {
    await next();
    const cookies = ctx.res.getHeader('set-cookie');
    if (ctx.res.headersSent || !Array.isArray(cookies)) return;
    ctx.res.setHeader(
      'set-cookie',
      cookies.map((cookie: string) =>
        cookie.replace(/expires=([^;]+)/i, (_, date: string) => `max-age=${secondsUntil(date, now())}`),
      ),
    );
  };
}

const secondsUntil = (date: string, now: number): number =>
  Math.max(0, Math.round(Date.parse(date) / 1000 - now));
