import type { Config, SubjectConfig } from '../config/config.js';
import type { Step } from '../config/probe-config.js';
import { readReply } from '../probe/answer.js';
import { attachedHeaders, attachedUrl, attachedValues } from '../probe/attach.js';
import type { ProbeCredential } from '../probe/model.js';
import type { SpareLogin } from '../probe/ports.js';
import { needsNoRequest } from '../probe/scripted-login.js';
import { judgeStep, stepRequest } from '../probe/step.js';
import type { Context } from './context.js';
import { configuredLogin } from './probe-login.js';

/**
 * One more login of a subject whose requests or headers the configuration spells out, ended by the request under `logout:`.
 *
 * @returns undefined where there is nothing to end: headers that hold the password itself.
 */
export async function scriptedSpare(
  ctx: Context,
  config: Config,
  subject: SubjectConfig,
  { server, timeoutMs }: { readonly server: string; readonly timeoutMs: number },
): Promise<SpareLogin | undefined> {
  const settings = { ...config.login, ...subject.login };
  if (!settings.steps && needsNoRequest(settings)) return undefined;
  const credential = await configuredLogin(ctx, config, server, timeoutMs)(subject);
  return { credential, end: () => endByStep(ctx, credential, settings.logout, { server, timeoutMs }) };
}

/** Sends the request that ends a login. */
export async function endByStep(
  ctx: Context,
  credential: ProbeCredential,
  logout: Step | undefined,
  { server, timeoutMs }: { readonly server: string; readonly timeoutMs: number },
): Promise<'ended' | 'failed'> {
  if (logout === undefined) return 'failed';
  const { url: path, method, headers = {}, body } = stepRequest(logout, attachedValues(credential));
  const url = attachedUrl(credential, server, server + path);
  const own = attachedHeaders(credential, server, { method, url }, ctx.now());
  const http = await ctx.ports.http();
  const outcome = await http.send({
    ...{ method, url, timeoutMs, headers: { accept: 'application/json', ...own, ...headers } },
    ...(typeof body === 'string' ? { body } : {}),
  });
  if (outcome.kind === 'failure') return 'failed';
  const reply = readReply(outcome, { method, url, markers: [], keepsBody: true }, 1, null);
  const expect = logout.expect ?? { status: ['2xx', '3xx'] };
  return judgeStep({ ...logout, expect }, reply).kind === 'done' ? 'ended' : 'failed';
}
