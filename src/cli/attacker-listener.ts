import { count } from '../report/count.js';
import {
  attackerKeySet,
  attackerPem,
  CERTIFICATE_PATH,
  KEY_SET_PATH,
} from '../token/forge/published-keys.js';
import type { JsonObject } from '../token/json.js';
import type { Context } from './context.js';
import { say } from './print.js';
import { untilStopped } from './until-stopped.js';

/** Where a server is to be led, and how to wait for it. */
export interface AttackerListener {
  readonly url: string;
  /** Waits until the user has seen enough, and says how many requests there were. */
  untilStopped(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Publishes the attacker's keys on this machine: a request for them proves that a server fetches keys from wherever a
 * token says (RFC 8725 section 3.10).
 *
 * @param header - of the original token.
 * @param isCertificate - whether the token leads to a certificate (`x5u`), not to a key set (`jku`).
 * @throws {AuthctlError} `ADDRESS_UNAVAILABLE`
 */
export async function attackerListener(
  ctx: Context,
  port: number,
  header: JsonObject,
  isCertificate: boolean,
): Promise<AttackerListener> {
  let requests = 0;
  const documents = new Map([
    [KEY_SET_PATH, { type: 'application/jwk-set+json', content: attackerKeySet(header) }],
    [CERTIFICATE_PATH, { type: 'application/pem-certificate-chain', content: attackerPem() }],
  ]);
  const listener = await ctx.ports.publishKeys(port, documents, (method, target) => {
    requests += 1;
    say(ctx, `fetched: ${method} ${target}`);
  });
  return {
    url: `${listener.origin}${isCertificate ? CERTIFICATE_PATH : KEY_SET_PATH}`,
    async untilStopped() {
      say(ctx, `listening at ${listener.origin}; Ctrl-C ends`);
      await untilStopped(ctx.signal);
      say(ctx, requests === 0 ? 'nobody called' : count(requests, 'request'));
    },
    close: () => listener.close(),
  };
}
