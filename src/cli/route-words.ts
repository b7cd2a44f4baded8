import type { ChosenRoute } from '../login/choose-route.js';
import { strong } from '../report/text.js';
import type { Context } from './context.js';
import { say } from './print.js';

/** Says where a password is about to be sent, and why there. */
export function tellRoute(ctx: Context, { flow, route, because }: ChosenRoute): void {
  const why = {
    asked: '',
    usual: ', by custom: no description of its logins was found',
    described: because.kind === 'described' ? `, described in ${because.source}` : '',
  }[because.kind];
  say(ctx, ['flow ', strong(flow.name), `: ${route.method} ${route.url}${why}`]);
}
