import type { Http, HttpHeaders, HttpOutcome, HttpRequest } from '../ports/http.js';
import { accent, faint, type Line, type Text } from '../report/text.js';
import { MASK } from '../token/redact.js';
import type { Context } from './context.js';
import { complain } from './print.js';

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
    [headers[name] ?? []].flat().map((value) => mark(`${name}: ${headerValue(name, value)}`)),
  );
}

function headerValue(name: string, value: string): string {
  switch (name) {
    case 'authorization':
      return value.replace(
        /^(\S+) (.*)$/,
        (_, scheme: string, credential: string) => `${scheme} ${masked(credential)}`,
      );
    case 'cookie':
      return value.replace(/=[^;]*/g, `=${MASK}`);
    case 'set-cookie':
      return value.replace(/^([^=;]*)=[^;]*/, `$1=${MASK}`);
    default:
      return withoutSecrets(value);
  }
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

/** Names that hold one of these words, unless they only tell of the secret: `token_type`, `token_endpoint`. */
const SECRET_NAME =
  '(?![\\w-]*(?:type|endpoint|ur[il]|expires|supported)[\\w-]*["=])' +
  '(?:[\\w-]*(?:passw|passphrase|pwd|secret|token|jwt|assertion|api_?key|session_?id)[\\w-]*|pass|pin|otp|code|sid|session)';
const JSON_MEMBER = new RegExp(`("${SECRET_NAME}"\\s*:\\s*")((?:[^"\\\\]|\\\\.)*)`, 'gi');
/** Also a parameter of a challenge or of a cookie, which may stand in quotation marks. */
const FORM_FIELD = new RegExp(`(^|[?&#,;\\s])(${SECRET_NAME})=("?)([^&#",;\\s]*)`, 'gi');

/** A text without the values of JSON members, form fields and parameters whose names say that they are secret. */
export function withoutSecrets(text: string): string {
  return text
    .replace(JSON_MEMBER, (_, before: string, value: string) => before + masked(value))
    .replace(
      FORM_FIELD,
      (_, before: string, name: string, quote: string, value: string) =>
        `${before}${name}=${quote}${masked(value)}`,
    );
}

/** A signed token loses its signature when it is written and stays readable; anything else is masked whole. */
function masked(value: string): string {
  return /^eyJ[\w-]*\.[\w-]*\.[\w-]+$/.test(value) ? value : MASK;
}
