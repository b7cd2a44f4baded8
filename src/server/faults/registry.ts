import { deviceDenied } from './device-denied.js';
import { deviceExpired } from './device-expired.js';
import { discoveryIssuer } from './discovery-issuer.js';
import { drip } from './drip.js';
import { emptyKeys } from './empty-keys.js';
import { endless } from './endless.js';
import type { Fault } from './fault.js';
import { html } from './html.js';
import { latency } from './latency.js';
import { missingEndpoint } from './missing-endpoint.js';
import { missingKid } from './missing-kid.js';
import { missingMembers } from './missing-members.js';
import { noRole } from './no-role.js';
import { refreshReuse } from './refresh-reuse.js';
import { reset } from './reset.js';
import { rotatedKeys } from './rotated-keys.js';
import { shortLifetime } from './short-lifetime.js';
import { slowDown } from './slow-down.js';
import { status } from './status.js';
import { throttle } from './throttle.js';
import { tokenExpired } from './token-expired.js';
import { tokenNotYetValid } from './token-not-yet-valid.js';
import { truncate } from './truncate.js';
import { unknownKid } from './unknown-kid.js';
import { wrongAudience } from './wrong-audience.js';
import { wrongIss } from './wrong-iss.js';
import { wrongIssuer } from './wrong-issuer.js';
import { wrongNonce } from './wrong-nonce.js';
import { wrongSignature } from './wrong-signature.js';

/** Every fault, in the order in which they are listed. */
export const faults: readonly Fault[] = [
  status,
  latency,
  reset,
  truncate,
  drip,
  html,
  endless,
  throttle,
  tokenExpired,
  tokenNotYetValid,
  wrongAudience,
  wrongIssuer,
  wrongSignature,
  unknownKid,
  missingKid,
  noRole,
  shortLifetime,
  discoveryIssuer,
  missingEndpoint,
  emptyKeys,
  rotatedKeys,
  slowDown,
  deviceDenied,
  deviceExpired,
  missingMembers,
  wrongNonce,
  wrongIss,
  refreshReuse,
];
