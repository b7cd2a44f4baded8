import type { UsedKey } from '../token/check-signatures.js';
import type { Verification } from '../token/judge.js';
import type { ValidToken } from '../token/plain-judge.js';
import type { PlainHeader } from '../token/plain-jws.js';
import { verificationJson, verifiedSchema } from './verified.js';
import { visibleJson } from './visible.js';

/** A judged token as one line of JSON: what `verify --json` says of it, and the number of its line, from 1. */
export function verifiedLine(result: Verification, line: number): string {
  return visibleJson({ schema: verifiedSchema, line, ...verificationJson(result) }, 0);
}

/** The same as `verifiedLine` for plain tokens that are valid, to the character, without the way through objects. */
export class ValidLines {
  #key: UsedKey | undefined;
  #keyJson = '';

  line(header: PlainHeader, { key, claimsJson }: ValidToken, line: number): string {
    return (
      `{"schema":"${verifiedSchema}","line":${line},"valid":true,"failures":[],"key":${this.#json(key)},` +
      `"header":${header.json},"payload":${claimsJson},"unchecked":null}`
    );
  }

  /** Nearly all tokens were signed with the key of the one before. */
  #json(key: UsedKey): string {
    if (this.#key === key) return this.#keyJson;
    this.#key = key;
    this.#keyJson = visibleJson(key, 0);
    return this.#keyJson;
  }
}
