import { resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { findOpenApi } from '../description/find.js';
import { AuthctlError, type Problem } from '../errors.js';
import type { Route } from '../probe/model.js';
import { type ConfiguredRoutes, type RouteTable, routeTable } from '../probe/route-table.js';
import { readConfiguredRoutes } from '../probe/sources/config.js';
import { type DescribedRoutes, routesOfDescription } from '../probe/sources/openapi.js';
import { recordedTable } from '../probe/sources/recorded.js';
import { caution } from '../report/text.js';
import type { Context } from './context.js';
import { complain } from './print.js';
import type { ProbeCommandOptions } from './probe-options.js';
import { descriptionAt, wholeDescription } from './whole-description.js';

/** The API under test: where it is and which routes it has. */
export interface ApiUnderTest extends RouteTable {
  /** Base URL without a trailing slash. */
  readonly url: string;
}

/**
 * Reads the description that was named, else looks for one at the API where the configuration has no routes either, and
 * puts its routes together with the configured ones.
 *
 * @param base - the API's address as it was named. Without a path it gets the description's base path.
 * @throws {AuthctlError} `USAGE` when there are no routes; what reading and fetching throw.
 */
export async function apiUnderTest(
  ctx: Context,
  base: string,
  options: ProbeCommandOptions,
  config: Config | undefined,
): Promise<ApiUnderTest> {
  const configured = config ? readConfiguredRoutes(config) : { routes: [], policies: new Map() };
  if (options.routes !== undefined) return recordedApi(ctx, base, options.routes, configured);
  const location = options.openapi ?? config?.openapi;
  const described =
    location === undefined
      ? await describedByApi(ctx, base, configured.routes)
      : routesOfDescription(await descriptionAt(ctx, location));
  warn(ctx, described?.warnings ?? []);
  const table = routeTable(described?.routes ?? [], configured);
  if (table.routes.length === 0) {
    throw new AuthctlError('USAGE', `the description of ${base} has no routes`, {
      hint: 'name another with --openapi FILE or URL',
    });
  }
  const atRoot = new URL(base).pathname === '/';
  return { ...table, url: atRoot ? base + (described?.basePath ?? '') : base };
}

async function recordedApi(
  ctx: Context,
  base: string,
  source: string,
  configured: ConfiguredRoutes,
): Promise<ApiUnderTest> {
  const isPiped = source === '-';
  const text = isPiped ? await ctx.stdin.readAll() : await ctx.ports.files.read(resolve(ctx.cwd, source));
  const table = recordedTable(text, isPiped ? 'stdin' : source, new URL(base).origin, configured);
  return { ...table, url: base };
}

async function describedByApi(
  ctx: Context,
  base: string,
  configured: readonly Route[],
): Promise<DescribedRoutes | undefined> {
  if (configured.length > 0) return undefined;
  const found = await findOpenApi(await ctx.ports.http(), base);
  if (found) return routesOfDescription(await wholeDescription(ctx, found));
  throw new AuthctlError('USAGE', `${base} publishes no OpenAPI document at the usual places`, {
    hint: 'name one with --openapi FILE or URL, or list the routes in authctl.yaml',
  });
}

function warn(ctx: Context, warnings: readonly Problem[]): void {
  for (const { message, at, hint } of warnings) {
    complain(
      ctx,
      [caution('warning:'), ` ${at.file}:${at.line}:${at.column}: ${message}`],
      ...(hint === undefined ? [] : [[`   hint: ${hint}`]]),
    );
  }
}
