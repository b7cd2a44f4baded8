import { AuthctlError } from '../errors.js';
import { faultListRenderer } from '../report/fault-list.js';
import { renderRequest, renderServing, servingDocument } from '../report/serve.js';
import { caution } from '../report/text.js';
import { loadCertificate, readCertificate, type StoredCertificate } from '../server/certificate-file.js';
import { type LoadedServerConfig, loadServerConfig } from '../server/config/load.js';
import { demoSettings } from '../server/demo-settings.js';
import type { RequestEvent } from '../server/event.js';
import { requestDocument } from '../server/event-log.js';
import { COMMON_PARAMETERS } from '../server/faults/parse-fault.js';
import { faults } from '../server/faults/registry.js';
import { ID_TOKEN_ALGORITHM } from '../server/identity-keys.js';
import { keyFileIn, loadSigningKeys } from '../server/key-file.js';
import type { ServerSettings } from '../server/settings.js';
import { type RunningServer, type ServerOptions, startServer } from '../server/start.js';
import type { LogFormat, ServeOptions } from './commands/serve.js';
import type { Context } from './context.js';
import { emit } from './emit.js';
import { printPasswordHash } from './hash-password.js';
import { complain, printJson, printText, say } from './print.js';
import { withQuickUsers } from './quick-users.js';
import { asksForWeaknesses, listWeaknesses, warnOfWeaknesses } from './serve-weaknesses.js';
import { untilStopped } from './until-stopped.js';

/** Starts the bundled server as the options say, tells that it is ready, and keeps it running until a signal. */
export async function runServe(ctx: Context, options: ServeOptions): Promise<void> {
  if (options.fault?.includes('list')) {
    return emit(ctx, faultListRenderer, { faults, parameters: COMMON_PARAMETERS });
  }
  if (options.hashPassword) return printPasswordHash(ctx);
  const { port, host, ephemeral = false } = options;
  const loaded = await load(ctx, options);
  if (asksForWeaknesses(options)) return listWeaknesses(ctx, loaded.settings);
  const onRequest = requestLog(ctx, options.log);
  const { settings } = loaded;
  requireUser(settings, options.autoLogin);
  const certificate = await certificateOf(ctx, options);
  const server = await startServer({
    port,
    host,
    settings,
    ...(!ephemeral && (await keptKeys(ctx, settings))),
    ...(certificate && { tls: certificate }),
    ...(options.autoLogin !== undefined && { autoLogin: options.autoLogin }),
    ...(onRequest && { onRequest }),
  });
  const unwatch = followChanges(ctx, options, loaded, server);
  if (ctx.settings.json) printJson(ctx, servingDocument(server, certificate?.path), 0);
  else printText(ctx, [`authctl serve: listening on ${server.issuer}`]);
  if (certificate) say(ctx, `certificate: ${certificate.path}`);
  warnOfWeaknesses(ctx, server, settings);
  if (!isLoopback(host)) complain(ctx, ...openToOthers(host, certificate !== undefined));
  if (options.log !== 'json') say(ctx, ...renderServing(server, options.log === 'text'));
  await untilStopped(ctx.signal);
  unwatch();
  await server.close();
}

/** What the file and the flags say; without a file, nothing but the flags. */
async function load(ctx: Context, options: ServeOptions): Promise<LoadedServerConfig> {
  const place = { files: ctx.ports.files, env: ctx.env, cwd: ctx.cwd };
  const loaded =
    options.config === undefined
      ? { settings: demoSettings, paths: [], secrets: [] }
      : await loadServerConfig({ ...place, path: options.config });
  return { ...loaded, settings: withFlags(loaded.settings, options) };
}

function withFlags(settings: ServerSettings, options: ServeOptions): ServerSettings {
  const { users, role, ttl, alg, weak = settings.weaknesses, fault = settings.faults } = options;
  const tokens = {
    ...settings.tokens,
    ...(ttl === undefined ? {} : { lifetime: ttl }),
    ...(alg === undefined ? {} : { algorithm: alg }),
  };
  return withQuickUsers({ ...settings, tokens, weaknesses: weak, faults: fault }, users, role);
}

/** The keys of earlier runs. The one of ID tokens takes long to make: it is made when it is first needed. */
async function keptKeys(
  { ports: { files }, folders: { data } }: Context,
  { tokens }: ServerSettings,
): Promise<Pick<ServerOptions, 'keys' | 'identityKeys'>> {
  const keys = await loadSigningKeys(files, data, tokens.algorithm);
  const stored = (await files.exists(keyFileIn(data, ID_TOKEN_ALGORITHM)))
    ? await loadSigningKeys(files, data, ID_TOKEN_ALGORITHM)
    : undefined;
  return { keys, identityKeys: async () => stored ?? loadSigningKeys(files, data, ID_TOKEN_ALGORITHM) };
}

/** What the server proves itself with; undefined for plain HTTP. */
async function certificateOf(
  ctx: Context,
  { https = false, cert, key, host }: ServeOptions,
): Promise<StoredCertificate | undefined> {
  if ((cert === undefined) !== (key === undefined)) {
    throw new AuthctlError('USAGE', '--cert and --key belong together', { hint: 'give both' });
  }
  if (cert !== undefined && key !== undefined) return readCertificate(ctx.ports.files, cert, key);
  return https ? loadCertificate(ctx.ports.files, ctx.folders.data, host, ctx.now()) : undefined;
}

/** Whoever is to be logged in must be there. */
function requireUser({ users }: ServerSettings, name: string | undefined): void {
  if (name === undefined || users.some(({ username }) => username === name)) return;
  throw new AuthctlError('USAGE', `there is no user ${name} to log in`, {
    hint: `give one of ${users.map(({ username }) => username).join(', ')} to --auto-login`,
  });
}

/** How each request is told; undefined where nobody wants to know. */
function requestLog(ctx: Context, format: LogFormat): ((event: RequestEvent) => void) | undefined {
  if (ctx.settings.quiet || format === 'none') return undefined;
  if (format === 'json') return (event) => ctx.stderr.write(`${JSON.stringify(requestDocument(event))}\n`);
  return (event) => say(ctx, renderRequest(event));
}

/** Loads the configuration anew when a file of it changes, and on SIGHUP. @returns what ends that. */
function followChanges(
  ctx: Context,
  options: ServeOptions,
  { paths, settings }: LoadedServerConfig,
  server: RunningServer,
): () => void {
  if (paths.length === 0) return () => undefined;
  const { algorithm } = settings.tokens;
  let last = Promise.resolve();
  const reload = () => {
    last = last.then(async () => {
      try {
        const next = await load(ctx, options);
        requireSameAlgorithm(next.settings, algorithm);
        const before = server.weaknesses;
        server.configure(next.settings);
        complain(ctx, `authctl serve: ${options.config} was loaded anew`);
        if (server.weaknesses.join() !== before.join()) warnOfWeaknesses(ctx, server, next.settings);
      } catch (thrown) {
        complain(ctx, ...notTakenOver(thrown, options.config ?? ''));
      }
    });
  };
  const ends = [ctx.ports.files.watch(paths, reload), ctx.ports.onHangup(reload)];
  return () => {
    for (const end of ends) end();
  };
}

/** The key was made for one algorithm. */
function requireSameAlgorithm({ tokens }: ServerSettings, algorithm: string): void {
  if (tokens.algorithm === algorithm) return;
  throw new AuthctlError('CONFIG_INVALID', `tokens.algorithm cannot change while the server runs`, {
    hint: 'start the server again',
  });
}

function notTakenOver(thrown: unknown, file: string) {
  if (!(thrown instanceof AuthctlError)) throw thrown;
  const { message, at, hint } = thrown;
  const place = at ? `${at.file}:${at.line}:${at.column}: ` : '';
  return [
    [caution('warning:'), ` ${place}${message}`],
    ...(hint === undefined ? [] : [[' hint:', ` ${hint}`]]),
    `authctl serve: ${file} was not taken over; the server goes on as before`,
  ];
}

const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);

const openToOthers = (host: string, isSecure: boolean) => [
  [
    caution('warning:'),
    ` ${host} may be reached from other machines${isSecure ? '' : ', over plain HTTP'}, with passwords that everybody knows`,
  ],
];
