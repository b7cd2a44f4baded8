import type { Http, HttpFailureReason, HttpOutcome, HttpRequest } from '../../src/ports/http.js';

/** What a script answers: a status, a status with body and headers, or why there is no answer. */
export type Scripted =
  | number
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | HttpFailureReason;

/** A request as scripts see it. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly origin: string;
  /** The token, without `Bearer `; undefined for a request without credentials. */
  readonly token: string | undefined;
}

export interface ScriptedHttp extends Http {
  /** Every request so far, in order: `GET /me as reader-token`. */
  readonly asked: string[];
}

/** An HTTP port that answers from a function and remembers what it was asked. */
export function scriptedHttp(script: (asked: Asked) => Scripted | Promise<Scripted>): ScriptedHttp {
  const asked: string[] = [];
  return {
    asked,
    async send(request) {
      const question = read(request);
      asked.push(
        `${question.method} ${question.url}${question.token === undefined ? '' : ` as ${question.token}`}`,
      );
      return outcomeOf(await script(question));
    },
  };
}

function read({ method, url, headers = {} }: HttpRequest): Asked {
  const { origin } = new URL(url);
  const token = headers.authorization?.replace(/^Bearer /, '');
  return { method, url: url.slice(origin.length), origin, token };
}

function outcomeOf(scripted: Scripted): HttpOutcome {
  if (typeof scripted === 'string')
    return { kind: 'failure', reason: scripted, message: `scripted: ${scripted}` };
  const { status, body = '', headers = {} } = typeof scripted === 'number' ? { status: scripted } : scripted;
  return {
    kind: 'response',
    status,
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    truncated: false,
    durationMs: 1,
  };
}
