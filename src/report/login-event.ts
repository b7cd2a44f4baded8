import type { LoginEvent } from '../login/oauth/login-event.js';
import { inWords } from '../token/duration.js';
import { accent, caution, faint, strong, type Text } from './text.js';

/** What may be drawn for a person who logs in. */
export interface LoginEventView {
  readonly ascii: boolean;
  /** Seconds since the epoch. */
  readonly now: number;
  /** Lines of a QR code of an address; undefined where none can be shown. */
  readonly qr: (address: string) => readonly string[] | undefined;
}

/** What is said of a step of a login while it goes on. `waiting` is shown elsewhere: it is drawn over again and again. */
export function loginEventText(event: Exclude<LoginEvent, { kind: 'waiting' }>, view: LoginEventView): Text {
  switch (event.kind) {
    case 'flow': {
      const by = event.namedBy === undefined ? '' : `, named by ${event.namedBy}`;
      return [['flow ', strong(event.flow), ` at ${event.issuer}${by}, as the client ${event.clientId}`]];
    }
    case 'registered':
      return [
        [`registered a new client at ${event.endpoint}: `, strong(event.clientId)],
        [faint(`  use it again with --client-id ${event.clientId}`)],
      ];
    case 'authorize':
      return authorizeText(event);
    case 'callback':
      return [];
    case 'stray-callback':
      return [
        [
          caution('warning:'),
          ' a browser brought the answer to another login (its state differs): ignored; still waiting',
        ],
      ];
    case 'device':
      return deviceText(event, view);
    case 'device-trouble':
      return [[faint(`no answer to that question (${event.why}); the next one in ${event.interval} s`)]];
    case 'slow-down':
      return [[faint(`the server asks for patience: one question every ${event.interval} s from now on`)]];
    case 'dpop-required':
      return [[faint('the server wants the token to be bound to a key: repeating with DPoP (RFC 9449)')]];
    case 'dpop-ignored':
      return [
        [
          caution('warning:'),
          ' the server ignored DPoP: the token is bound to no key, whoever has it can use it',
        ],
      ];
    case 'password-grant':
      return [
        [
          caution('warning:'),
          ' the password grant hands the password to every client that asks; use --flow code where the server has it (RFC 9700 section 2.4)',
        ],
      ];
  }
}

function authorizeText({ url, opened, keys, deviceOffered }: LoginEvent & { kind: 'authorize' }): Text {
  const first = opened
    ? 'a browser was opened; if it shows nothing, open this address:'
    : `${opened === false ? 'no browser could be opened here; ' : ''}open this address in a browser:`;
  const choices = [
    ...(deviceOffered ? ['d to log in on another device'] : []),
    'p to paste the address that the browser ends at',
  ];
  return [
    first,
    '',
    ['  ', accent(url)],
    '',
    ...(keys
      ? [[faint(`waiting; press ${choices.join(', ')}, Ctrl-C to give up`)]]
      : [[faint('waiting for the browser')]]),
  ];
}

/** Who asks for what comes first, so that nobody confirms a code that somebody else sent (RFC 8628 section 5.4). */
function deviceText(
  {
    issuer,
    clientId,
    scope,
    userCode,
    verificationUri,
    verificationUriComplete,
    expiresAt,
  }: LoginEvent & { kind: 'device' },
  { qr, now }: LoginEventView,
): Text {
  const asks = scope === undefined ? '' : `, which asks for ${scope}`;
  return [
    `log in at ${issuer} for the client ${clientId}${asks}`,
    '',
    ['  open       ', accent(verificationUri)],
    ['  and enter  ', strong(userCode)],
    ...(verificationUriComplete === undefined
      ? []
      : [
          ['  or open    ', accent(verificationUriComplete)] as const,
          faintLine('             and compare the code'),
        ]),
    '',
    ...(qr(verificationUriComplete ?? verificationUri) ?? []),
    [faint(`the code is valid for ${inWords(expiresAt - now)}; waiting`)],
  ];
}

const faintLine = (text: string) => [faint(text)] as const;
