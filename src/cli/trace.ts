import type { Http, HttpHeaders, HttpOutcome, HttpRequest } from '../ports/http.js';
import { accent, faint, type Line, type Text } from '../report/text.js';
import type { Context } from './context.js';
import { complain } from './print.js';
import { maskedHeader, withoutSecrets } from './trace-masks.js';

/** Of a longer body, which is no login's, only the beginning is shown. */
const WHOLE_CHARACTERS = 4_000;
const BEGINNING_CHARACTERS = 200;

/** An HTTP client that narrates each request and answer on standard error, with everything secret masked. */
export function tracedHttp(http: Http, ctx: Context): Http {
  return {
    async send(request) {
      complain(ctx, ...requestLines(request));
      const outcome = await http.send(request);
      complain(ctx, ...outcomeLines(outcome));
      return outcome;
    },
  };
}

function requestLines({ method, url, headers = {}, body = '' }: HttpRequest): Text {
  return [
    sent(accent(`${method} ${withoutSecrets(url)}`)),
    ...headerLines(headers, sent),
    ...bodyLines(body, sent),
  ];
}

function outcomeLines(outcome: HttpOutcome): Text {
  if (outcome.kind === 'failure') return [received(accent(`no answer: ${outcome.message}`))];
  const { status, headers, body } = outcome;
  return [
    received(accent(String(status))),
    ...headerLines(headers, received),
    ...bodyLines(body, received),
    '',
  ];
}

type Mark = (content: Exclude<Line, string>[number]) => Line;
const sent: Mark = (content) => [faint('> '), content];
const received: Mark = (content) => [faint('< '), content];

/** Fields that help to understand a login; the others would bury them. */
const TOLD_HEADERS = [
  'accept',
  'content-type',
  'authorization',
  'cookie',
  'location',
  'set-cookie',
  'www-authenticate',
  'retry-after',
];

function headerLines(headers: HttpHeaders, mark: Mark): Text {
  return TOLD_HEADERS.flatMap((name) =>
    [headers[name] ?? []].flat().map((value) => mark(`${name}: ${maskedHeader(name, value)}`)),
  );
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
