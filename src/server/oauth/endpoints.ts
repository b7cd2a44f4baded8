/** Where the authorization server is met. Not part of the demo API, so not in its description. */
export const endpoints = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  pushedAuthorization: '/oauth/par',
  deviceAuthorization: '/oauth/device_authorization',
  /** Where a person types the code that a device shows. */
  device: '/oauth/device',
  introspection: '/oauth/introspect',
  revocation: '/oauth/revoke',
  registration: '/oauth/register',
  userinfo: '/oauth/userinfo',
  endSession: '/oauth/logout',
  /** Where a person logs in and consents; one more segment names the request it is about. */
  interaction: '/oauth/interaction',
} as const;

const { authorization, token, pushedAuthorization, deviceAuthorization, device } = endpoints;
const { introspection, revocation, registration, endSession, interaction } = endpoints;

const machine = ['POST', 'OPTIONS'];
const person = ['GET', 'HEAD', 'POST'];

/** Path to methods; `*` stands for one segment. */
const served: Readonly<Record<string, readonly string[]>> = {
  [authorization]: person,
  [`${authorization}/*`]: ['GET', 'HEAD'],
  [token]: machine,
  [pushedAuthorization]: machine,
  [deviceAuthorization]: machine,
  [device]: person,
  [`${device}/*`]: ['GET', 'HEAD'],
  [introspection]: machine,
  [revocation]: machine,
  [registration]: ['POST'],
  [`${registration}/*`]: ['GET', 'HEAD', 'PUT', 'DELETE'],
  [endSession]: person,
  [`${endSession}/confirm`]: ['POST'],
  [`${endSession}/success`]: ['GET', 'HEAD'],
  [`${interaction}/*`]: person,
};

/**
 * The methods that the engine answers at a path; undefined where it is not concerned. Paths are compared as they were
 * sent, like those of the API: no other spelling of one leads there.
 */
export function engineMethods(path: string): readonly string[] | undefined {
  return served[path] ?? served[path.replace(/\/[A-Za-z0-9_-]+$/, '/*')];
}

/** A path as the log may show it: what names one request or one client in it is as good as a secret. */
export function shownPath(path: string): string {
  const template = path.replace(/\/[A-Za-z0-9_-]+$/, '/*');
  return path in served || !(template in served) ? path : template;
}
