import { type HttpHeaders, type HttpOutcome, type HttpResponse, headerOf } from '../../ports/http.js';
import { inWords } from '../../token/duration.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../token/json.js';
import type { LoginAnswer } from './flow.js';

/** More of a server's own words would not help anybody. */
const LONGEST_MESSAGE = 200;

/** An answer with a success status whose body is what a login may answer: JSON, or nothing at all. */
export interface Success {
  readonly kind: 'success';
  readonly status: number;
  readonly headers: HttpHeaders;
  /** The JSON value; undefined where the body is empty or text. */
  readonly value: JsonValue | undefined;
  /** The body as it was sent. */
  readonly text: string;
  /** The same where it is an object, else an empty one. */
  readonly record: JsonObject;
}

/** Sorts whatever came of a login request; what a success holds is the flow's own business. */
export function classify(outcome: HttpOutcome): Exclude<LoginAnswer, { kind: 'granted' }> | Success {
  if (outcome.kind === 'failure')
    return { kind: 'unreachable', reason: outcome.reason, message: outcome.message };
  const { status, headers, truncated } = outcome;
  if (truncated) {
    return unusable(
      `status ${status} and a body that is too long for a login`,
      'check the address and --path',
    );
  }
  if (status >= 300 && status < 400)
    return { kind: 'redirected', status, location: headerOf(headers, 'location') };
  if (status === 404 || status === 405) return { kind: 'no-route', status };
  const html = isHtml(outcome);
  if (status === 401 || ([400, 403, 422].includes(status) && !html)) {
    return { kind: 'refused', status, message: html ? undefined : messageIn(outcome.body) };
  }
  if (html)
    return unusable(
      `an HTML page (status ${status}) where JSON was expected`,
      'name its login route with --path',
    );
  return status >= 200 && status < 300 ? success(outcome) : failed(outcome);
}

function success({ status, headers, body }: HttpResponse): Success {
  const value = parsed(body);
  return { kind: 'success', status, headers, value, text: body, record: isJsonObject(value) ? value : {} };
}

/** Statuses that say why no login was possible at all. */
function failed({ status, headers, body }: HttpResponse): LoginAnswer & { kind: 'unusable' } {
  const said = messageIn(body);
  const what = `status ${status}${said === undefined ? '' : `: ${said}`}`;
  if (status === 415) return unusable(what, 'send a form instead with --flow form');
  if (status !== 429) return unusable(what, undefined);
  // Seconds, or a date (RFC 9110 section 10.2.3).
  const wait = /^\d{1,6}$/.exec(headerOf(headers, 'retry-after') ?? '')?.[0];
  const when = wait === undefined ? 'later' : `after ${inWords(Number(wait))}`;
  return unusable(what, `it takes no more logins now; try again ${when}`);
}

/**
 * The refusal or failure that a body tells under a success status, as some servers do; undefined where it tells none.
 */
export function failureToldBy({ status, record }: Success): LoginAnswer | undefined {
  const denied = record.success === false || record.ok === false || record.authenticated === false;
  const error = record.error;
  if (!denied && !(typeof error === 'string' && error !== '') && !isJsonObject(error)) return undefined;
  return { kind: 'refused', status, message: messageOf(record) };
}

const unusable = (what: string, hint: string | undefined): LoginAnswer & { kind: 'unusable' } => ({
  kind: 'unusable',
  what,
  hint,
});

function isHtml({ headers, body }: HttpResponse): boolean {
  return (
    /^(?:text\/html|application\/xhtml)/i.test(headerOf(headers, 'content-type') ?? '') ||
    /^\s*<(?:!doctype html|html)/i.test(body)
  );
}

function parsed(body: string): JsonValue | undefined {
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    return undefined;
  }
}

/** What a server says about a failure: the usual fields of a JSON body, or a short text. */
function messageIn(body: string): string | undefined {
  const value = parsed(body);
  if (value === undefined) return shortened(body);
  if (typeof value === 'string') return shortened(value);
  return isJsonObject(value) ? messageOf(value) : undefined;
}

/** RFC 6749 section 5.2 (`error_description`), RFC 9457 section 3.1 (`detail`, `title`), and what others do. */
const MESSAGE_FIELDS = ['error_description', 'detail', 'message', 'error', 'title', 'msg', 'errors'];

function messageOf(record: JsonObject): string | undefined {
  for (const field of MESSAGE_FIELDS) {
    const value = record[field];
    const first = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string' && first !== '') return shortened(first);
    if (isJsonObject(first)) return messageOf(first);
  }
  return undefined;
}

function shortened(text: string): string | undefined {
  const line = text.trim();
  if (line === '') return undefined;
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}...` : line;
}
