import type { Policy } from '../policy.js';
import type { ServerSettings } from '../settings.js';

/** Something that is wrong with the server on purpose. */
export interface Weakness {
  /** Stable: scripts name it in `--weak`. */
  readonly id: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** Number in MITRE's Common Weakness Enumeration. */
  readonly cwe: number;
  /** Category of the OWASP API Security Top 10 (2023). */
  readonly owasp: `API${number}:2023`;
  /** What an attacker does with it. */
  readonly summary: string;
  /** Where it shows in an API of these settings: `METHOD /path`; empty where the API has no such place. */
  readonly routes: (settings: ServerSettings) => readonly string[];
  /** How it is met: a command line, or what to send. */
  readonly find: string;
  /** The policy with this decision made badly; everything else stays as it was. */
  readonly apply: (policy: Policy) => Policy;
}
