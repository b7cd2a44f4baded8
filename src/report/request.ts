import { STATUS_CODES } from 'node:http';
import type { Answered } from '../request/call.js';
import { bodyLines, readBody } from './body.js';
import { accent, bad, caution, faint, good, type Line, type Renderer, type Text } from './text.js';

/** What an API answered to whom. */
export interface ApiAnswer extends Omit<Answered, 'headers'> {
  /** The session that was used; null for a caller without credentials. */
  readonly session: string | null;
  /** Without secrets. */
  readonly headers: Answered['headers'];
  /** As much as was kept of it; undefined where it went to a file. */
  readonly body: Uint8Array | undefined;
  /** The file that it was written to. */
  readonly savedTo: string | null;
  /** Whether status and headers are shown. */
  readonly include: boolean;
}

/** What `authctl request` answers on a terminal and with `--json`. */
export const requestRenderer: Renderer<ApiAnswer> = {
  schema: 'authctl/request@1',
  json: ({ method, url, session, status, headers, body, include, ...rest }) => ({
    method,
    url,
    session,
    status,
    statusText: statusText(status),
    headers,
    ...bodyFields(body, headers, rest.truncated),
    ...rest,
  }),
  text: ({ body, include, status, headers, truncated, receivedBytes }) => [
    ...(include ? headLines(status, headers) : []),
    ...(body ? bodyLines(readBody(body, headers, truncated), receivedBytes) : []),
  ],
};

/** `body` is a value where it is JSON, else a text: itself, or its bytes in base64. */
function bodyFields(body: Uint8Array | undefined, headers: Answered['headers'], truncated: boolean): object {
  const read = body && readBody(body, headers, truncated);
  switch (read?.kind) {
    case 'json':
      return { encoding: 'json', body: read.value };
    case 'text':
      return { encoding: 'text', body: read.text };
    case 'binary':
      return { encoding: 'base64', body: Buffer.from(body ?? []).toString('base64') };
    default:
      return { encoding: null, body: null };
  }
}

/** `Not Found`; empty for a status without a name. */
export const statusText = (status: number): string => STATUS_CODES[status] ?? '';

const styleOf = (status: number) => (status < 300 ? good : status < 400 ? caution : bad);

/** The status line, the headers, and the empty line behind them. */
export const headLines = (status: number, headers: Answered['headers']): Text => [
  [styleOf(status)(`HTTP/1.1 ${status} ${statusText(status)}`.trimEnd())],
  ...Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): Line => [accent(name), `: ${each}`]),
  ),
  '',
];

/** One line for the person who watches: what came, of what. */
export const statusLine = ({ status, method, url }: Pick<Answered, 'status' | 'method' | 'url'>): Line => [
  styleOf(status)(`${status} ${statusText(status)}`.trimEnd()),
  faint(`  ${method} ${url}`),
];
