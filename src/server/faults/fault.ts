import type { KeyRing } from '../key-ring.js';
import type { WrittenAnswer } from '../written-answer.js';

/** What goes wrong: on the wire, in a token, or in what a server says by the rules of a protocol. */
export type FaultGroup = 'transport' | 'token' | 'protocol';

/** A number or a word that a fault can be given. */
export interface FaultParameter {
  readonly name: string;
  readonly means: string;
  /** Taken where it is not given; a number where only numbers make sense. */
  readonly default: number | string;
}

/** The request that an answer is spoiled for, and the server's means to do it. */
export interface FaultContext {
  readonly method: string;
  /** Of the request, without the query. */
  readonly path: string;
  /** What a request to the token endpoint asks for by; undefined for any other request. */
  readonly grantType: string | undefined;
  readonly issuer: string;
  /** Whole seconds since the epoch. */
  readonly now: number;
  readonly keys: KeyRing;
}

export type FaultParameters = Readonly<Record<string, number | string>>;

/**
 * Something that a server can be made to do wrong, to see what a client says of it.
 *
 * A fault turns one answer into another; it sends nothing itself.
 */
export interface Fault {
  readonly id: string;
  readonly group: FaultGroup;
  /** What the client meets, in one line. */
  readonly title: string;
  /** The first one may be given without its name: `status:503`. */
  readonly parameters?: readonly FaultParameter[];
  /** Whether it can spoil this answer; else the answer goes out as it is, and does not count. */
  readonly concerns: (answer: WrittenAnswer, context: FaultContext) => boolean;
  readonly spoil: (
    answer: WrittenAnswer,
    parameters: FaultParameters,
    context: FaultContext,
  ) => WrittenAnswer | Promise<WrittenAnswer>;
}

/** For what goes wrong on the wire, whatever is answered. */
export const everyAnswer = (): boolean => true;
