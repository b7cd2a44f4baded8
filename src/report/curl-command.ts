import type { Session } from '../session/session.js';
import { shellWord } from '../session/shell-word.js';
import { shellLines } from './shell-lines.js';
import type { Renderer } from './text.js';

/** What curl is to do. */
export interface CurlWish {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As `--data` has it: a text, `@FILE` or `-`. */
  readonly data: string | undefined;
  /** Undefined for a caller without credentials. */
  readonly session: Session | undefined;
  /** The header that takes a CSRF token. */
  readonly csrfHeader: string | undefined;
  readonly include: boolean;
  readonly output: string | undefined;
  readonly follow: boolean;
  readonly ca: string | undefined;
  readonly clientCert: string | undefined;
  readonly clientKey: string | undefined;
  readonly insecure: boolean;
}

/** A command line, and what has to be set before it; neither holds a secret. */
export interface CurlCommand {
  readonly command: string;
  /** Lines of a shell that set the variables which authctl can fill; `NAME=$(authctl token ...)`. */
  readonly setup: readonly string[];
  /** Variables that only a person can fill, and with what. */
  readonly fill: Readonly<Record<string, string>>;
}

export const curlRenderer: Renderer<CurlCommand> = {
  schema: 'authctl/request-curl@1',
  json: (command) => command,
  text: ({ setup, command }, { width }) => [...setup, ...shellLines(command, width, 0)],
};

/** The same request as a command of curl, with the credential in variables. Of DPoP there is none: curl makes no proofs. */
export function curlCommand(wish: CurlWish): CurlCommand {
  const { arguments: credential, setup = [], fill = {} } = credentialOf(wish.session);
  const csrf = wish.csrfHeader;
  const words = [
    'curl',
    ...methodWords(wish),
    ...(wish.follow ? ['--location'] : []),
    ...(wish.include && wish.method !== 'HEAD' ? ['--include'] : []),
    ...credential,
    ...(csrf === undefined ? [] : ['--header', `"${inDoubleQuotes(csrf)}: $CSRF_TOKEN"`]),
    ...Object.entries(wish.headers).flatMap(([name, value]) => ['--header', shellWord(`${name}: ${value}`)]),
    ...dataWords(wish.data),
    ...option('--cacert', wish.ca),
    ...option('--cert', wish.clientCert),
    ...option('--key', wish.clientKey),
    ...(wish.insecure ? ['--insecure'] : []),
    ...option('--output', wish.output),
    shellWord(wish.url),
  ];
  const filled = csrf === undefined ? fill : { ...fill, CSRF_TOKEN: 'the CSRF token' };
  return { command: words.join(' '), setup, fill: filled };
}

const option = (name: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [name, shellWord(value)];

function methodWords({ method, data }: CurlWish): readonly string[] {
  if (method === 'HEAD') return ['--head'];
  return method === (data === undefined ? 'GET' : 'POST') ? [] : ['--request', shellWord(method)];
}

function dataWords(data: string | undefined): readonly string[] {
  if (data === undefined) return [];
  if (data === '-') return ['--data-binary', '@-'];
  return data.startsWith('@') ? ['--data-binary', shellWord(data)] : ['--data-raw', shellWord(data)];
}

interface CredentialWords {
  readonly arguments: readonly string[];
  readonly setup?: readonly string[];
  readonly fill?: Readonly<Record<string, string>>;
}

function credentialOf(session: Session | undefined): CredentialWords {
  if (session === undefined) return { arguments: [] };
  const { credential, name, username, flow } = session;
  if (credential.kind === 'bearer') {
    const [variable, setup] = tokenVariable(session);
    return {
      arguments: [
        '--header',
        `"Authorization: ${inDoubleQuotes(credential.scheme ?? 'Bearer')} $${variable}"`,
      ],
      setup,
    };
  }
  if (credential.kind === 'cookie') {
    return { arguments: ['--header', '"Cookie: $COOKIE"'], fill: { COOKIE: `the cookies of '${name}'` } };
  }
  if (flow === 'basic') {
    return {
      arguments: ['--user', `"${inDoubleQuotes(username)}:$AUTHCTL_PASSWORD"`],
      fill: { AUTHCTL_PASSWORD: `the password of ${username}` },
    };
  }
  return {
    arguments: ['--header', `"${inDoubleQuotes(credential.header)}: $AUTHCTL_API_KEY"`],
    fill: { AUTHCTL_API_KEY: `the API key of '${name}'` },
  };
}

/** What a shell would read there otherwise is escaped. */
const inDoubleQuotes = (text: string): string => text.replaceAll(/["\\$`]/g, '\\$&');

/** The variable that holds the token, and the line that fills it where it is not the environment's own. */
function tokenVariable({ name, flow }: Session): readonly [string, readonly string[]] {
  if (flow === 'token' && name === 'AUTHCTL_TOKEN') return ['AUTHCTL_TOKEN', []];
  if (flow === 'token' && name === 'AUTHCTL_TOKEN_FILE')
    return ['TOKEN', ['TOKEN=$(cat "$AUTHCTL_TOKEN_FILE")']];
  return ['TOKEN', [`TOKEN=$(authctl token --as ${shellWord(name)})`]];
}
