import type { TestIssuer } from '../../../../support/test-issuer.js';

/** One demand of a specification, what the server is asked to find out, and what it has to answer. */
export interface Check {
  /** Specification and section: `RFC 6749 4.1.2`. */
  readonly section: string;
  readonly says: string;
  readonly ask: (issuer: TestIssuer) => Promise<unknown>;
  readonly answer: unknown;
}
