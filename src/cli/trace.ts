import type { Http, HttpHeaders, HttpOutcome, HttpRequest, HttpResponse } from '../ports/http.js';
import { count } from '../report/count.js';
import { inOneLine, lessonOf, meaningOf } from '../report/protocol-lesson.js';
import { accent, faint, type Line, type Span, type Text } from '../report/text.js';
import { isJsonObject, type JsonObject, parseJson } from '../token/json.js';
import type { Context } from './context.js';
import { complain } from './print.js';
import { maskedHeader, maskedMember, withoutSecrets } from './trace-masks.js';

/** Of a longer body, which is no login's, only the beginning is shown. */
const WHOLE_CHARACTERS = 4_000;
const BEGINNING_CHARACTERS = 200;

/**
 * An HTTP client that narrates each request and answer on standard error, with everything secret masked. Requests of
 * OAuth are told as a lesson: what each is for, and each of their parameters.
 */
export function tracedHttp(http: Http, ctx: Context): Http {
  return {
    async send(request) {
      const lesson = lessonIn(request);
      complain(ctx, ...requestLines(request, lesson));
      const outcome = await http.send(request);
      complain(ctx, ...outcomeLines(outcome, lesson !== undefined));
      return outcome;
    },
  };
}

const isForm = ({ 'content-type': type = '' }: HttpHeaders): boolean =>
  String(type).startsWith('application/x-www-form-urlencoded');

function lessonIn({ method, url, headers = {}, body = '' }: HttpRequest): string | undefined {
  const json = parseJson(body);
  const form = new URLSearchParams(isForm(headers) ? body : '');
  return lessonOf({ method, url, form, json: isJsonObject(json) ? json : undefined });
}

function requestLines(
  { method, url, headers = {}, body = '', bytes }: HttpRequest,
  lesson: string | undefined,
): Text {
  const explained = lesson !== undefined && isForm(headers);
  return [
    ...(lesson === undefined ? [] : [[faint(`# ${lesson}`)]]),
    sent(accent(`${method} ${withoutSecrets(url)}`)),
    ...headerLines(headers, sent),
    ...(explained ? parameterLines(new URLSearchParams(body), sent) : bodyLines(body, sent)),
    ...(bytes ? [sent(faint(count(bytes.length, 'byte')))] : []),
  ];
}

function outcomeLines(outcome: HttpOutcome, isLesson: boolean): Text {
  if (outcome.kind === 'failure') return [received(accent(`no answer: ${outcome.message}`))];
  const { status, headers, body, receivedBytes } = outcome;
  const members = isLesson ? membersOf(outcome) : undefined;
  return [
    received(accent(String(status))),
    ...headerLines(headers, received),
    ...(members ? memberLines(members) : bodyLines(body, received)),
    ...(receivedBytes === undefined ? [] : [received(faint(count(receivedBytes, 'byte')))]),
    '',
  ];
}

function membersOf({ body, truncated }: HttpResponse): JsonObject | undefined {
  const value = truncated ? undefined : parseJson(body);
  return isJsonObject(value) ? value : undefined;
}

type Mark = (...content: readonly Exclude<Line, string>[number][]) => Line;
const sent: Mark = (...content) => [faint('> '), ...content];
const received: Mark = (...content) => [faint('< '), ...content];

/** Fields that help to understand a login; the others would bury them. */
const TOLD_HEADERS = [
  'accept',
  'content-type',
  'authorization',
  'dpop',
  'dpop-nonce',
  'cookie',
  'location',
  'set-cookie',
  'www-authenticate',
  'retry-after',
];

/** What those of OAuth are for. */
const HEADER_MEANINGS: Readonly<Record<string, string>> = {
  dpop: 'proves that the sender has the key; good for this request alone (RFC 9449)',
  'dpop-nonce': 'the next proof must hold it',
};

function headerLines(headers: HttpHeaders, mark: Mark): Text {
  return TOLD_HEADERS.flatMap((name) =>
    [headers[name] ?? []]
      .flat()
      .map((value) =>
        mark(
          `${name}: ${maskedHeader(name, value)}`,
          ...because(HEADER_MEANINGS[name], name.length + value.length),
        ),
      ),
  );
}

/** Where meanings begin, so that they stand below one another; longer lines have theirs behind them. */
const MEANING_COLUMN = 44;

function because(meaning: string | undefined, width: number): readonly Span[] {
  return meaning === undefined ? [] : [faint(`${' '.repeat(Math.max(2, MEANING_COLUMN - width))}${meaning}`)];
}

/** Each parameter of a form with what it is for. */
export function parameterLines(parameters: URLSearchParams, mark: Mark = sent): Text {
  return [...parameters].map(([name, value]) => {
    const text = `${name}=${maskedMember(name, value)}`;
    return mark(text, ...because(meaningOf(name), text.length));
  });
}

/** The members that mean something to a login, and how many others there are. */
function memberLines(members: JsonObject): Text {
  const told = Object.entries(members).filter(([name]) => meaningOf(name) !== undefined || name === 'scope');
  const others = Object.keys(members).length - told.length;
  return [
    ...told.map(([name, value]) => {
      const text = `${name}: ${withoutSecrets(maskedMember(name, inOneLine(value)))}`;
      return received(text, ...because(meaningOf(name), text.length));
    }),
    ...(others > 0 ? [received(faint(`and ${others} more`))] : []),
  ];
}

function bodyLines(body: string, mark: Mark): Text {
  if (body === '') return [];
  // Cut after masking, so that no secret is cut in two and then not known for one.
  const text = withoutSecrets(body);
  const shown = text.length <= WHOLE_CHARACTERS ? text : beginningOf(text);
  return shown.split('\n').map((line) => mark(line));
}

function beginningOf(text: string): string {
  const beginning = text.slice(0, BEGINNING_CHARACTERS).replace(/[^\s"',&]*$/, '');
  return `${beginning.replace(/\s+/g, ' ')}... (${text.length} characters)`;
}
