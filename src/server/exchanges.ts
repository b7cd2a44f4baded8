import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, refusal } from './answer.js';
import { isTooLarge, tooLarge } from './body.js';
import type { EventLog } from './event-log.js';
import { engineMethods, shownPath } from './oauth/endpoints.js';
import { otherMethod, type Response, respond, unrouted } from './respond.js';
import { pathOf, Router } from './router.js';
import { routesOf } from './routes.js';
import type { ServerSettings } from './settings.js';
import type { ServerState } from './state.js';

/** Takes requests, has each answered, writes the answer and tells the log. */
export class Exchanges {
  readonly #state: ServerState;
  readonly #events: EventLog;
  /** The routes of the settings that they were made of. */
  #routed: { readonly settings: ServerSettings; readonly router: Router } | undefined;

  constructor(state: ServerState, events: EventLog) {
    this.#state = state;
    this.#events = events;
  }

  /** Never rejects. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const methods = engineMethods(pathOf(url));
    const refused = methods && refusedBefore(request, methods);
    if (methods && !refused) return this.#toEngine(request, response);
    const { answer, event } =
      refused ?? (await respond(request, this.#router(), this.#state).catch(defective));
    write(response, answer);
    const at = this.#state.clock.now();
    this.#events.add({ at, method, path: pathOf(url), status: answer.status, ...event });
  }

  /** The engine writes its answers itself. */
  async #toEngine(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const engine = await this.#state.oauth.load();
    const note = await engine.handle(request, response);
    const at = this.#state.clock.now();
    this.#events.add({ at, method, path: shownPath(pathOf(url)), status: response.statusCode, ...note });
  }

  #router(): Router {
    const { settings } = this.#state;
    if (this.#routed?.settings !== settings) {
      this.#routed = { settings, router: new Router(routesOf(settings)) };
    }
    return this.#routed.router;
  }
}

/** What the engine is not bothered with. */
function refusedBefore(request: IncomingMessage, methods: readonly string[]): Response | undefined {
  if (!methods.includes(request.method ?? '')) return otherMethod(request, methods);
  if (!isTooLarge(request)) return undefined;
  const { answer, message } = tooLarge(request);
  return unrouted(answer, message);
}

const defective = (defect: unknown): Response => ({
  answer: refusal(500, 'server_error', 'the server failed at this request'),
  event: { caller: null, decision: 'none', why: `a defect of the server: ${String(defect)}` },
});

function write(response: ServerResponse, { status, headers = {}, body, indent = 0 }: Answer): void {
  if (response.destroyed) return;
  const common = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers };
  if (body === undefined) {
    response.writeHead(status, common).end();
    return;
  }
  const content = JSON.stringify(body, null, indent);
  response
    .writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(content),
      ...common,
    })
    .end(content);
}
