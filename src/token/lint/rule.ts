import type { Severity } from '../finding.js';
import type { JsonObject } from '../json.js';
import type { Kind } from './profile.js';
import type { Source } from './source.js';
import type { ServerSubject, TokenSubject } from './subject.js';

/** One place where a rule was broken. */
export interface Match {
  /** What was found, with the value where that helps; a sentence without a full stop. */
  readonly message: string;
  /**
   * JSON Pointer (RFC 6901) into what `decode --json` prints: `/header/alg`, `/payload/aud/1`, `/signature`; empty for
   * the token as a whole. Of a server: `/metadata/...`, `/keys/0/...`.
   */
  readonly at: string;
  /** Where one rule has degrees; else the rule's own. */
  readonly severity?: Severity;
}

interface RuleFacts {
  /** Stable, unique: `family.what-is-wrong`. */
  readonly id: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  /** At least one; the first is the one that is shown. */
  readonly sources: readonly [Source, ...Source[]];
  /** What to change: one line, one instruction. */
  readonly advice: string;
}

/** Judges one token. */
export interface TokenRule extends RuleFacts {
  readonly about: 'token';
  /** The kinds of token that it makes sense for; absent: all. */
  readonly kinds?: readonly Kind[];
  /** Pure, and quick on any text: no regular expression that backtracks, no recursion without a bound. */
  readonly judge: (subject: TokenSubject) => readonly Match[];
}

/** Judges the keys that were given or fetched, whether a token needs them or not. */
export interface KeysRule extends RuleFacts {
  readonly about: 'keys';
  /** @param keys - public keys, private keys and secrets, as JWKs; matches are at `/keys/0/...`. */
  readonly judge: (keys: readonly JsonObject[]) => readonly Match[];
}

/** Judges what an authorization server publishes: its metadata, its key set, or a key set alone. */
export interface ServerRule extends RuleFacts {
  readonly about: 'server';
  readonly judge: (server: ServerSubject) => readonly Match[];
}

/** Judges several tokens that were given together; `token` is the index of the one a match is reported on. */
export interface BatchRule extends RuleFacts {
  readonly about: 'batch';
  readonly judge: (tokens: readonly TokenSubject[]) => readonly (Match & { readonly token: number })[];
}

export type Rule = TokenRule | KeysRule | ServerRule | BatchRule;
