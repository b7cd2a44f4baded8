import { MASK } from '../token/redact.js';

/** A header field's value without what is secret in it. */
export function maskedHeader(name: string, value: string): string {
  switch (name) {
    case 'authorization':
      return value.replace(
        /^(\S+) (.*)$/,
        (_, scheme: string, credential: string) => `${scheme} ${masked(credential)}`,
      );
    case 'cookie':
      return value.replace(/=[^;]*/g, `=${MASK}`);
    case 'dpop':
      return MASK;
    case 'set-cookie':
      return value.replace(/^([^=;]*)=[^;]*/, `$1=${MASK}`);
    default:
      return withoutSecrets(maskedMember(name.replaceAll('-', '_'), value));
  }
}

/** Every field of a request, in its order. */
export const maskedHeaders = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, maskedHeader(name.toLowerCase(), value)]),
  );

/** The lines of a body, one parameter of a form each. */
export function maskedBody(body: string): readonly string[] {
  const text = withoutSecrets(body);
  if (text === '') return [];
  return /^[\w.-]+=/.test(text) ? text.split('&') : text.split('\n');
}

/** Names that hold one of these words, unless they only tell of the secret: `token_type`, `token_endpoint`. */
const SECRET_NAME =
  '(?![\\w-]*(?:type|endpoint|ur[il]|expires|supported)[\\w-]*["=])' +
  '(?:[\\w-]*(?:passw|passphrase|pwd|secret|token|jwt|assertion|api_?key|session_?id)[\\w-]*|device_code|code_verifier|dpop|pass|pin|otp|code|sid|session)';
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

const IS_SECRET = new RegExp(`^${SECRET_NAME}=$`, 'i');

/** The value of a member, a parameter or a field of that name, masked where the name says that it is secret. */
export const maskedMember = (name: string, value: string): string =>
  IS_SECRET.test(`${name}=`) ? masked(value) : value;

/** A signed token loses its signature when it is written and stays readable; anything else is masked whole. */
function masked(value: string): string {
  return /^eyJ[\w-]*\.[\w-]*\.[\w-]+$/.test(value) ? value : MASK;
}
