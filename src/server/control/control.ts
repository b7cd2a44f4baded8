import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AuthctlError } from '../../errors.js';
import { type Answer, Refused, refusal } from '../answer.js';
import { readObject } from '../body.js';
import type { EventLog } from '../event-log.js';
import { pathOf } from '../router.js';
import { controlRoutes } from './control-routes.js';
import { streamEvents } from './event-stream.js';
import { CONTROL_PREFIX } from './path.js';
import type { ServerControls } from './server-controls.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The control routes of one server: for who is on this machine and has the token that was printed at the start. */
export class Control {
  /** To be sent as `Authorization: Bearer`. */
  readonly token = randomBytes(24).toString('base64url');
  readonly #operations: ServerControls;
  readonly #events: EventLog;
  readonly #closing: AbortSignal;

  /** @param closing - ends the streams of events. */
  constructor(operations: ServerControls, events: EventLog, closing: AbortSignal) {
    this.#operations = operations;
    this.#events = events;
    this.#closing = closing;
  }

  /** @returns undefined where the answer was written here. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> {
    const denied = this.#denialOf(request);
    if (denied) return denied;
    const { method = '', url = '' } = request;
    const path = pathOf(url).slice(CONTROL_PREFIX.length);
    if (path === 'events' && method === 'GET') {
      const follow = !/[?&]follow=false(&|$)/.test(url);
      await streamEvents(response, this.#events, follow ? this.#closing : undefined);
      return undefined;
    }
    return this.#onRoute(request, method, path);
  }

  async #onRoute(request: IncomingMessage, method: string, path: string): Promise<Answer> {
    const here = controlRoutes.filter((route) => route.path === path);
    const route = here.find((each) => each.method === method);
    if (!route) {
      const Allow = here.map((each) => each.method).join(', ');
      if (Allow !== '') return refusal(405, 'method_not_allowed', `use ${Allow}`, { Allow });
      const paths = [...new Set(['events', ...controlRoutes.map((each) => each.path)])];
      return refusal(404, 'not_found', `controls: ${paths.join(', ')}`);
    }
    try {
      const input = method === 'GET' ? {} : await readObject(request);
      return { status: 200, body: await route.run(this.#operations, input), indent: 2 };
    } catch (thrown) {
      if (thrown instanceof Refused) return thrown.answer;
      if (!(thrown instanceof AuthctlError)) throw thrown;
      const { message, hint } = thrown;
      return refusal(400, 'invalid_request', hint === undefined ? message : `${message}; ${hint}`);
    }
  }

  /** A page of another site that got its name to stand for this machine is no caller from this machine. */
  #denialOf({ socket, headers }: IncomingMessage): Answer | undefined {
    if (!isLocal(socket.remoteAddress) || !isLocalName(headers.host)) {
      return refusal(403, 'forbidden', 'a server is controlled from its own machine');
    }
    const given = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    if (timingSafeEqual(digest(given), digest(this.token))) return undefined;
    return refusal(401, 'unauthorized', 'send the token that the server printed when it started', {
      'WWW-Authenticate': 'Bearer realm="authctl control"',
    });
  }
}

const isLocal = (address = ''): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

const isLocalName = (host = ''): boolean => /^(127\.[\d.]+|localhost|\[::1\])(:\d+)?$/i.test(host);
