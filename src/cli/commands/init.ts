import { dirname, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { type Draft, draftConfig, isDecided, isKnown, passwordVariable } from '../../config/draft.js';
import type { Description } from '../../description/description.js';
import { findOpenApi } from '../../description/find.js';
import { AuthctlError } from '../../errors.js';
import {
  type Initialized,
  initializedRenderer,
  initializedServerRenderer,
  nextSteps,
} from '../../report/initialized.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import { complain, say } from '../print.js';
import { descriptionAt, wholeDescription } from '../whole-description.js';

export interface InitOptions {
  readonly openapi?: string;
  /** True: the bundled server's own configuration is wanted. */
  readonly server?: string | true;
  readonly output?: string;
  readonly force: boolean;
}

/** Where a description is looked for. */
interface Wanted {
  readonly openapi: string | undefined;
  readonly server: string | undefined;
  readonly output: string;
  readonly force: boolean;
}

/** `authctl init`: write a commented `authctl.yaml`. */
export function configureInit(command: Command, ctx: Context, run = init): void {
  command
    .addOption(
      new Option('--openapi <file|url>', 'the OpenAPI document to start from').env('AUTHCTL_OPENAPI'),
    )
    .addOption(
      new Option(
        '--server [url]',
        'the server to look for a description at; default: the bundled one. Without a URL: write the configuration of the bundled server itself',
      ).env('AUTHCTL_SERVER'),
    )
    .option(
      '--output <file>',
      'the file to write; default: authctl.yaml, for the bundled server authctl-server.yaml',
    )
    .option('--force', 'overwrite a file that exists', false)
    .addHelpText('after', examples)
    .action(async (options: InitOptions) => {
      if (options.server === true) return initServer(ctx, options);
      const result = await run(ctx, options);
      emit(ctx, initializedRenderer, result);
      say(ctx, '', ...nextSteps(result));
    });
}

const examples = `
Routes and who may call them come from the description (\`security\`, \`x-roles\`), subjects from the stored
sessions. What nobody says is left as a comment that says what to fill in.

Examples:
  $ authctl init                                       # from the bundled server (authctl serve)
  $ authctl init --server https://api.example.com      # from the description that a server publishes
  $ authctl init --openapi openapi.yaml                # from a file
  $ authctl init --openapi openapi.yaml --force        # write the file anew
  $ authctl init --server                              # authctl-server.yaml, for authctl serve --config`;

/** @throws {AuthctlError} `FILE_EXISTS` unless `force`. */
async function placeToWrite(ctx: Context, file: string, force: boolean): Promise<string> {
  const path = resolve(ctx.cwd, file);
  if (!force && (await ctx.ports.files.exists(path))) {
    throw new AuthctlError('FILE_EXISTS', `${file} exists already`, {
      hint: 'overwrite it with --force, or write another file with --output FILE',
    });
  }
  return path;
}

/** Writes the configuration of the bundled server. */
async function initServer(
  ctx: Context,
  { output = 'authctl-server.yaml', force, openapi }: InitOptions,
): Promise<void> {
  if (openapi !== undefined) {
    throw new AuthctlError('USAGE', '--openapi describes the API of another server', {
      hint: 'leave it out, or name that server: --server URL',
    });
  }
  const path = await placeToWrite(ctx, output, force);
  const { SERVER_DRAFT } = await import('../../server/config/draft.js');
  await ctx.ports.files.write(path, SERVER_DRAFT, { overwrite: force });
  emit(ctx, initializedServerRenderer, { file: output });
  say(ctx, '', 'Next:', `  authctl serve --config ${output}`);
}

/** @throws {AuthctlError} `FILE_EXISTS` before anything is sent, unless `force`. */
async function init(ctx: Context, given: InitOptions): Promise<Initialized> {
  const { output = 'authctl.yaml', server } = given;
  const options: Wanted = {
    openapi: given.openapi,
    server: server === true ? undefined : server,
    force: given.force,
    output,
  };
  const path = await placeToWrite(ctx, output, options.force);
  const description = await describe(ctx, options);
  for (const { message, at } of description?.warnings ?? []) {
    complain(ctx, [
      { text: 'warning:', style: 'caution' },
      ` ${at.file}:${at.line}:${at.column}: ${message}`,
    ]);
  }
  const draft = await draftOf(ctx, options, description, dirname(path));
  await ctx.ports.files.write(path, draftConfig(draft), { overwrite: options.force });
  const subjects = draft.subjects.filter(isKnown).map(({ name }) => name);
  const routes = draft.routes.filter(isDecided).length;
  return {
    file: options.output,
    openapi: description?.location ?? null,
    subjects,
    variables: [...new Set(subjects.map(passwordVariable))],
    routes,
    open: draft.routes.length - routes + draft.subjects.length - subjects.length,
  };
}

const isUrl = (location: string): boolean => /^https?:\/\//i.test(location);

const bundledServer = ({ env }: Context): string => `http://127.0.0.1:${env.AUTHCTL_PORT || '4455'}`;

/** The description that was named, or that the server publishes; undefined where it publishes none. */
async function describe(ctx: Context, { openapi, server }: Wanted): Promise<Description | undefined> {
  if (openapi !== undefined) return descriptionAt(ctx, openapi);
  const http = await ctx.ports.http();
  const found = await findOpenApi(http, requireUrl(server ?? bundledServer(ctx))).catch((error: unknown) => {
    if (server === undefined && error instanceof AuthctlError && error.code === 'SERVER_UNREACHABLE') {
      throw new AuthctlError('SERVER_UNREACHABLE', `no description named, and ${error.message}`, {
        cause: error,
        hint: 'name one with --openapi FILE|URL, or a server with --server URL; or start `authctl serve`',
      });
    }
    throw error;
  });
  if (found) return wholeDescription(ctx, found);
  say(
    ctx,
    `${server ?? bundledServer(ctx)} publishes no OpenAPI document at the usual places: routes are left to fill in`,
  );
  return undefined;
}

function requireUrl(server: string): string {
  if (isUrl(server) && URL.canParse(server)) return server.replace(/\/+$/, '');
  throw new AuthctlError('USAGE', `'${server}' is no http or https URL`, {
    hint: 'write it in full: --server https://api.example.com',
  });
}

async function draftOf(
  ctx: Context,
  { openapi, server }: Wanted,
  description: Description | undefined,
  folder: string,
): Promise<Draft> {
  const sessions = await (await ctx.ports.store()).list();
  const address = server?.replace(/\/+$/, '') ?? (openapi === undefined ? bundledServer(ctx) : undefined);
  const api = apiOf(description, address);
  const origin = api && new URL(api).origin;
  const own = sessions.filter((session) => origin === undefined || new URL(session.server).origin === origin);
  return {
    title: description?.title,
    server: server?.replace(/\/+$/, '') ?? own[0]?.server ?? api,
    api,
    openapi:
      openapi === undefined || isUrl(openapi)
        ? description?.location
        : relative(folder, resolve(ctx.cwd, openapi)).replaceAll(sep, '/'),
    subjects: own,
    routes: description?.operations ?? [],
  };
}

/** Where the described routes are: the server named, else the document's own address, with the document's base path. */
function apiOf(description: Description | undefined, server: string | undefined): string | undefined {
  if (!description) return server;
  const { basePath, location } = description;
  const origin = server
    ? new URL(server).origin
    : (description.origin ?? (isUrl(location) ? new URL(location).origin : undefined));
  return origin && `${origin}${basePath}`;
}
