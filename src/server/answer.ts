import type { User } from './users.js';

/** What a route answers, before it is written. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Becomes JSON; absent for an answer without content. */
  readonly body?: unknown;
  /** Spaces a level where people read the document, and tools name its lines; else it has one line. */
  readonly indent?: number;
  /** What the log says of it, where the route knows better than the decision that let the request in. */
  readonly log?: { readonly why: string; readonly user?: User; readonly denied?: boolean };
}

/** Every error of this server looks like this (the shape of RFC 6749 section 5.2). */
export interface ErrorBody {
  readonly error: string;
  /** For a person; never holds what the request held. */
  readonly error_description: string;
}

export function refusal(
  status: number,
  error: string,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body: ErrorBody = { error, error_description: description };
  return { status, headers, body };
}

/** Ends the handling of a request with an answer, from wherever its input turns out to be unusable. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(...parts: Parameters<typeof refusal>) {
    super(parts[2]);
    this.answer = refusal(...parts);
  }
}
