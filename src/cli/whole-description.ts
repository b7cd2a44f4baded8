import { resolve } from 'node:path';
import type { Description } from '../description/description.js';
import { type FoundDocument, fetchOpenApi } from '../description/find.js';
import { readBundle } from '../description/read-bundle.js';
import { referencesOf } from '../description/reference-place.js';
import type { Context } from './context.js';

const isUrl = (location: string): boolean => /^https?:\/\//i.test(location);

/**
 * The description in a file or at a URL, with the documents that it refers to.
 *
 * @param location - as the user wrote it; a path is relative to the working directory.
 * @throws {AuthctlError} where one of the documents cannot be had, or cannot be read.
 */
export async function descriptionAt(ctx: Context, location: string): Promise<Description> {
  if (isUrl(location)) return wholeDescription(ctx, await fetchOpenApi(await ctx.ports.http(), location));
  return wholeDescription(ctx, { text: await ctx.ports.files.read(resolve(ctx.cwd, location)), location });
}

/** A description that has been found, with the documents that it refers to. */
export async function wholeDescription(ctx: Context, found: FoundDocument): Promise<Description> {
  const read = async (location: string): Promise<string> =>
    isUrl(found.location)
      ? (await fetchOpenApi(await ctx.ports.http(), location)).text
      : ctx.ports.files.read(resolve(ctx.cwd, location));
  return readBundle(found, { resolve: referencesOf(found.location, ctx.cwd), read });
}
