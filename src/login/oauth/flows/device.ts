import type { DeviceAuthorizationResponse } from 'openid-client';
import { AuthctlError } from '../../../errors.js';
import { commonParameters, type Exchange, type Granted } from '../exchange.js';
import { failureOf, type OAuthFailure } from '../oauth-failure.js';
import type { OAuthFlow } from './oauth-flow.js';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';

/** Seconds between two questions where the server says nothing (RFC 8628 section 3.2). */
const USUAL_INTERVAL = 5;
/** What `slow_down` adds, for good (section 3.5). */
const SLOWER = 5;
/** The longest wait after a failure of the network. */
const LONGEST_INTERVAL = 60;

/** A person logs in on another device, with a code that is shown here (RFC 8628). */
export const deviceFlow: OAuthFlow = {
  name: 'device',
  summary: 'show a code, and log in with a browser on any device',
  interactive: true,
  async obtain(exchange) {
    const { library, config, ports, clientId, request, scope } = exchange;
    if (request.dpop) await exchange.dpop.begin();
    const started = ports.now();
    const device = await library.initiateDeviceAuthorization(config, commonParameters(exchange));
    ports.keepSecret(device.device_code);
    const expiresAt = started + device.expires_in;
    ports.tell({
      kind: 'device',
      userCode: device.user_code,
      verificationUri: device.verification_uri,
      verificationUriComplete: device.verification_uri_complete,
      issuer: config.serverMetadata().issuer,
      clientId,
      scope,
      expiresAt,
    });
    return poll(exchange, device, expiresAt);
  },
};

/** What one question was answered. */
type PollAnswer =
  | { readonly kind: 'granted'; readonly granted: Granted }
  | { readonly kind: 'pending' }
  | { readonly kind: 'slow-down' }
  /** May pass: no answer, or one that no OAuth server gives on purpose. */
  | { readonly kind: 'trouble'; readonly why: string };

async function poll(
  exchange: Exchange,
  device: DeviceAuthorizationResponse,
  expiresAt: number,
): Promise<Granted> {
  const { ports } = exchange;
  let interval = device.interval ?? USUAL_INTERVAL;
  for (;;) {
    await waitBetween(exchange, interval, expiresAt);
    const answer = await askOnce(exchange, device.device_code);
    switch (answer.kind) {
      case 'granted':
        return answer.granted;
      case 'pending':
        break;
      case 'slow-down':
        interval += SLOWER;
        ports.tell({ kind: 'slow-down', interval });
        break;
      case 'trouble':
        interval = Math.min(interval * 2, Math.max(interval, LONGEST_INTERVAL));
        ports.tell({ kind: 'device-trouble', why: answer.why, interval });
        break;
    }
  }
}

/** Waits second by second, so that the time that is left can be shown. @throws when it is over. */
async function waitBetween({ ports }: Exchange, interval: number, expiresAt: number): Promise<void> {
  const until = ports.now() + interval;
  do {
    const secondsLeft = expiresAt - ports.now();
    if (secondsLeft <= 0) throw expired();
    ports.tell({ kind: 'waiting', secondsLeft });
    await ports.sleep(1000, ports.signal);
    if (ports.signal.aborted) throw new AuthctlError('INTERRUPTED', 'interrupted: nobody had logged in yet');
  } while (ports.now() < until);
  if (ports.now() >= expiresAt) throw expired();
}

const expired = (): AuthctlError =>
  new AuthctlError('LOGIN_REFUSED', 'the code has expired, and nobody had entered it', {
    hint: 'log in again for a new one',
  });

async function askOnce({ library, config, dpop }: Exchange, deviceCode: string): Promise<PollAnswer> {
  try {
    const response = await dpop.sent(
      (options) => library.genericGrantRequest(config, GRANT_TYPE, { device_code: deviceCode }, options),
      true,
    );
    return { kind: 'granted', granted: { response, flow: 'device' } };
  } catch (error) {
    return judge(error);
  }
}

/** @throws the error where polling must end. */
function judge(error: unknown): PollAnswer {
  let failure: OAuthFailure;
  try {
    failure = failureOf(error);
  } catch (own) {
    const passes = own instanceof AuthctlError && own.code === 'SERVER_UNREACHABLE';
    if (!passes) throw own;
    return { kind: 'trouble', why: own.message };
  }
  if (failure.kind === 'said' && failure.error === 'authorization_pending') return { kind: 'pending' };
  if (failure.kind === 'said' && failure.error === 'slow_down') return { kind: 'slow-down' };
  // An HTML page of a gateway; a 4xx that is no OAuth error will not get better.
  if (failure.kind === 'unusable' && (failure.status ?? 0) >= 500)
    return { kind: 'trouble', why: `it answered ${failure.what}` };
  throw error;
}
