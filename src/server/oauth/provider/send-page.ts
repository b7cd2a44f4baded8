import { documentOf, headersOf, type Page } from '../pages/page.js';
import type { Context } from './context.js';

/** Puts a page into the engine's answer. */
export function sendPage(ctx: Context, page: Page): void {
  ctx.status = page.status ?? ctx.status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.set(headersOf(page));
  ctx.body = documentOf(page);
}
