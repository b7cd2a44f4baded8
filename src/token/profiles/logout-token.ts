import { memberOf } from '../json.js';
import { audiencesOf, broken, demands, isObject, quoted, type Rule, typeOf } from './rule.js';

/** What a logout token is judged by besides. */
export interface LogoutTokenExpectations {
  readonly kind: 'logout';
  /** The client that is told of the logout. */
  readonly clientId: string;
}

type LogoutRule = Rule<LogoutTokenExpectations>;

const CLAIMS = 'OpenID Connect Back-Channel Logout section 2.4';
const VALIDATION = 'OpenID Connect Back-Channel Logout section 2.6';
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** The type is recommended only; a token of another kind says another one. */
const type: LogoutRule = (said) => {
  const typ = typeOf(said);
  return typ === undefined || typ === 'jwt' || typ === 'logout+jwt'
    ? []
    : broken(CLAIMS, `the type is ${quoted(memberOf(said.header, 'typ'))}, not "logout+jwt"`, 'type');
};

const audience: LogoutRule = ({ claims }, { clientId }) =>
  audiencesOf(claims).includes(clientId)
    ? []
    : broken(VALIDATION, `the audience is ${quoted(memberOf(claims, 'aud'))}, not "${clientId}"`, 'audience');

const subjectOrSession: LogoutRule = ({ claims }) =>
  ['sub', 'sid'].some((name) => typeof memberOf(claims, name) === 'string')
    ? []
    : broken(VALIDATION, 'it names neither a subject (`sub`) nor a session (`sid`)', 'claim-missing');

const event: LogoutRule = ({ claims }) => {
  const events = memberOf(claims, 'events');
  if (events === undefined) return broken(VALIDATION, 'the claim `events` is missing', 'claim-missing');
  const isLogout = isObject(events) && isObject(memberOf(events, EVENT));
  return isLogout ? [] : broken(VALIDATION, `\`events\` holds no ${EVENT}`);
};

const noNonce: LogoutRule = ({ claims }) =>
  memberOf(claims, 'nonce') === undefined
    ? []
    : broken(VALIDATION, 'it has a `nonce`, which only an ID token may');

/** @see OpenID Connect Back-Channel Logout 1.0 sections 2.4 (claims) and 2.6 (validation) */
export const logoutTokenRules: readonly LogoutRule[] = [
  type,
  demands(CLAIMS, { iss: 'string', aud: 'any', iat: 'number', exp: 'number', jti: 'string' }),
  audience,
  subjectOrSession,
  event,
  noNonce,
];
