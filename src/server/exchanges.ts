import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusal } from './answer.js';
import { isTooLarge, tooLarge } from './body.js';
import { captured } from './capture.js';
import type { Control } from './control/control.js';
import { isControl } from './control/path.js';
import type { RequestEvent } from './event.js';
import type { EventLog } from './event-log.js';
import type { FaultContext } from './faults/fault.js';
import type { LiveState } from './live-state.js';
import { endpoints, engineMethods, shownPath } from './oauth/endpoints.js';
import { observedBody } from './observed-body.js';
import { otherMethod, type Response, respond, unrouted } from './respond.js';
import { pathOf, Router } from './router.js';
import { routesOf } from './routes.js';
import type { ServerSettings } from './settings.js';
import { transmit } from './transmit.js';
import { type WrittenAnswer, writtenAnswer } from './written-answer.js';

/** What the log says of an answer. */
type Note = Pick<RequestEvent, 'caller' | 'decision' | 'why'>;

/** Takes requests, has each answered, lets faults spoil the answer, sends it and tells the log. */
export class Exchanges {
  readonly #state: LiveState;
  readonly #events: EventLog;
  readonly #control: Control;
  /** The routes of the settings that they were made of. */
  #routed: { readonly settings: ServerSettings; readonly router: Router } | undefined;

  constructor(state: LiveState, events: EventLog, control: Control) {
    this.#state = state;
    this.#events = events;
    this.#control = control;
  }

  /** Never rejects. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const path = pathOf(url);
    try {
      if (isControl(method, path)) await this.#toControl(request, response);
      else await this.#toServer(request, response, engineMethods(path));
    } catch (defect) {
      const answer = refusal(500, 'server_error', 'the server failed at this request');
      const why = `a defect of the server: ${String(defect)}`;
      this.#send(response, writtenAnswer(answer), { method, path, caller: null, decision: 'none', why });
    }
  }

  /** @param methods - of the engine, where the path is one of its. */
  async #toServer(
    request: IncomingMessage,
    response: ServerResponse,
    methods: readonly string[] | undefined,
  ): Promise<void> {
    const refused = methods && refusedBefore(request, methods);
    if (methods && !refused) return this.#toEngine(request, response);
    const { method = '', url = '' } = request;
    const path = pathOf(url);
    const { answer, event } = refused ?? (await respond(request, this.#router(), this.#state));
    await this.#spoilAndSend(response, writtenAnswer(answer), { method, path, ...event });
  }

  /** The engine writes its answers itself; where something may go wrong with them, they are held back for it. */
  async #toEngine(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const path = shownPath(pathOf(url));
    const engine = await this.#state.oauth.load();
    if (this.#state.faults.isEmpty) {
      const note = await engine.handle(request, response);
      this.#tell({ method, path, status: response.statusCode, ...note });
      return;
    }
    const body = pathOf(url) === endpoints.token ? observedBody(request) : undefined;
    const { answer, result } = await captured(response, () => engine.handle(request, response));
    const grantType = body && (new URLSearchParams(body()).get('grant_type') ?? undefined);
    await this.#spoilAndSend(response, answer, { method, path, ...result }, grantType);
  }

  async #toControl(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const answer = await this.#control.answer(request, response);
    if (answer === undefined) return;
    const note = { caller: null, decision: 'none', why: 'control' } as const;
    this.#send(response, writtenAnswer(answer), { method, path: pathOf(url), ...note });
  }

  async #spoilAndSend(
    response: ServerResponse,
    answer: WrittenAnswer,
    request: Note & Pick<RequestEvent, 'method' | 'path'>,
    grantType?: string,
  ): Promise<void> {
    const { faults, issuer, clock, keys } = this.#state;
    if (faults.isEmpty) return this.#send(response, answer, request);
    const { method, path } = request;
    const context: FaultContext = { method, path, grantType, issuer, now: clock.now(), keys };
    const spoiled = await faults.spoil(answer, context);
    const why = [request.why, ...spoiled.by.map((id) => `fault ${id}`)].join(', ');
    this.#send(response, spoiled.answer, { ...request, why });
  }

  #send(
    response: ServerResponse,
    answer: WrittenAnswer,
    request: Note & Pick<RequestEvent, 'method' | 'path'>,
  ): void {
    void transmit(response, answer).catch(() => response.destroy());
    this.#tell({ status: answer.status, ...request });
  }

  #tell(event: Omit<RequestEvent, 'at'>): void {
    this.#events.add({ at: this.#state.clock.now(), ...event });
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
