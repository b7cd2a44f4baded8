import { getBuiltinModule } from 'node:process';
import { decodeBase64url } from './base64url.js';
import type { Finding } from './finding.js';
import { isJsonObject, type JsonObject, type JsonValue, memberOf, pointerTo, readJson } from './json.js';
import { notAToken } from './not-a-token.js';
import type { SdJwtToken } from './parsed-token.js';

/** A claim, or an element of a list, that the holder chose to show. Its salt is not told: with it, it could be shown on. */
export interface Disclosure {
  /** Null for an element of a list, and where the disclosure cannot be read. */
  readonly name: string | null;
  readonly value: JsonValue;
  readonly digest: string;
  /** JSON Pointer to where it stands in the payload; null where no digest there is its own. */
  readonly at: string | null;
}

/** What an SD-JWT says once its disclosures are put in their places. */
export interface DisclosedClaims {
  readonly claims: JsonObject;
  readonly disclosures: readonly Disclosure[];
  /** Digests in the payload without a disclosure: claims that were withheld, or decoys. */
  readonly withheld: number;
  readonly findings: readonly Finding[];
}

/** By `_sd_alg`, names of the IANA registry "Named Information Hash Algorithm". */
const HASHES: Readonly<Record<string, string>> = {
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
  'sha3-256': 'sha3-256',
  'sha3-384': 'sha3-384',
  'sha3-512': 'sha3-512',
};

/** Deeper ones are refused, as in any JSON of a token. */
const MAX_DEPTH = 100;

interface ReadDisclosure {
  readonly digest: string;
  readonly name: string | null;
  readonly value: JsonValue;
  /** Why it cannot be used. */
  readonly problem: string | null;
}

/**
 * Puts the disclosures of an SD-JWT in the places of their digests. The payload's signature is not checked.
 *
 * @throws {AuthctlError} `NOT_A_TOKEN` where disclosures in disclosures nest more than 100 levels deep.
 * @see RFC 9901 sections 4.2 (disclosures), 7.1 (their verification)
 */
export function discloseClaims(token: SdJwtToken, claims: JsonObject): DisclosedClaims {
  const algorithm = memberOf(claims, '_sd_alg') ?? 'sha-256';
  const hash =
    typeof algorithm === 'string' && Object.hasOwn(HASHES, algorithm) ? HASHES[algorithm] : undefined;
  if (hash === undefined) return unknownHash(token, claims, algorithm);
  const read = token.disclosures.map((text) => readDisclosure(text, digestOf(hash, text)));
  const pass = new DisclosurePass(read);
  const disclosed = pass.object(claims, [], 0);
  const { _sd_alg: _, ...processed } = disclosed;
  return {
    claims: processed,
    disclosures: read.map(({ name, value, digest }) => ({ name, value, digest, at: pass.placeOf(digest) })),
    withheld: pass.withheld,
    findings: [...pass.findings, ...disclosureFindings(read, pass), ...keyBindingFindings(token, hash)],
  };
}

/** node:crypto takes long to load, and nearly no token has disclosures: it is loaded when one has. */
const digestOf = (hash: string, text: string): string =>
  getBuiltinModule('node:crypto').createHash(hash).update(text).digest('base64url');

const high = (id: string, message: string): Finding => ({
  id: `sd-jwt.${id}`,
  severity: 'high',
  message,
  at: '/disclosures',
});

function unknownHash(token: SdJwtToken, claims: JsonObject, algorithm: JsonValue): DisclosedClaims {
  const read = token.disclosures.map((text) => readDisclosure(text, ''));
  const message = `the hash of its disclosures is not known: ${JSON.stringify(algorithm)}`;
  return {
    claims,
    disclosures: read.map(({ name, value, digest }) => ({ name, value, digest, at: null })),
    withheld: 0,
    findings: [high('hash', message)],
  };
}

function readDisclosure(text: string, digest: string): ReadDisclosure {
  const unusable = (problem: string): ReadDisclosure => ({ digest, name: null, value: null, problem });
  const decoded = decodeBase64url(text);
  if (!decoded) return unusable('is not base64url');
  const value = readJson(Buffer.from(decoded.bytes).toString('utf8'))?.value;
  if (!Array.isArray(value) || typeof value[0] !== 'string') return unusable('is no JSON array with a salt');
  const parts: readonly JsonValue[] = value;
  const [, second = null, third = null] = parts;
  if (parts.length === 2) return { digest, name: null, value: second, problem: null };
  if (parts.length !== 3 || typeof second !== 'string')
    return unusable('is neither a claim nor an element of a list');
  const isReserved = second === '_sd' || second === '...';
  return {
    digest,
    name: second,
    value: third,
    problem: isReserved ? `names the reserved claim \`${second}\`` : null,
  };
}

/** One walk through a payload; what it meets on the way is in its members. */
class DisclosurePass {
  readonly #byDigest: ReadonlyMap<string, ReadDisclosure>;
  readonly #places = new Map<string, string>();
  readonly #seen = new Set<string>();
  readonly findings: Finding[] = [];
  withheld = 0;

  constructor(disclosures: readonly ReadDisclosure[]) {
    this.#byDigest = new Map(disclosures.map((disclosure) => [disclosure.digest, disclosure]));
  }

  placeOf(digest: string): string | null {
    return this.#places.get(digest) ?? null;
  }

  object(value: JsonObject, path: readonly string[], depth: number): JsonObject {
    const { _sd: digests, ...plain } = value;
    const members = Object.entries(plain).map(([name, member]): [string, JsonValue] => [
      name,
      this.#value(member, [...path, name], depth + 1),
    ]);
    const disclosed = (Array.isArray(digests) ? digests : []).flatMap((digest) =>
      this.#claim(digest, plain, path, depth),
    );
    return Object.fromEntries([...members, ...disclosed]);
  }

  #value(value: JsonValue, path: readonly string[], depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw notAToken(`its disclosures are nested more than ${MAX_DEPTH} levels deep`);
    if (Array.isArray(value)) return this.#list(value, path, depth);
    return isJsonObject(value) ? this.object(value, path, depth) : value;
  }

  #list(list: readonly JsonValue[], path: readonly string[], depth: number): readonly JsonValue[] {
    const result: JsonValue[] = [];
    for (const element of list) {
      const place = [...path, String(result.length)];
      const digest = isJsonObject(element) && Object.keys(element).length === 1 ? element['...'] : undefined;
      if (digest === undefined) result.push(this.#value(element, place, depth + 1));
      else result.push(...this.#element(digest, place, depth));
    }
    return result;
  }

  #claim(
    digest: JsonValue,
    siblings: JsonObject,
    path: readonly string[],
    depth: number,
  ): [string, JsonValue][] {
    const found = this.#take(digest);
    if (!found) return [];
    const { name } = found;
    if (name === null) {
      this.findings.push(high('misplaced', 'a disclosure of a list element stands where a claim belongs'));
      return [];
    }
    if (Object.hasOwn(siblings, name)) {
      this.findings.push(high('overwrites', `a disclosure names a claim that is there already: ${name}`));
      return [];
    }
    const place = [...path, name];
    this.#places.set(found.digest, pointerTo(...place));
    return [[name, this.#value(found.value, place, depth + 1)]];
  }

  #element(digest: JsonValue, place: readonly string[], depth: number): readonly JsonValue[] {
    const found = this.#take(digest);
    if (!found) return [];
    if (found.name !== null) {
      this.findings.push(high('misplaced', `a disclosure of a claim stands in a list: ${found.name}`));
      return [];
    }
    this.#places.set(found.digest, pointerTo(...place));
    return [this.#value(found.value, place, depth + 1)];
  }

  /** The disclosure of a digest, the first time that it is met. */
  #take(digest: JsonValue): ReadDisclosure | null {
    if (typeof digest !== 'string') {
      this.findings.push(high('digest', 'a digest is no string'));
      return null;
    }
    if (this.#seen.has(digest)) {
      this.findings.push(high('digest-twice', 'one digest stands in two places'));
      return null;
    }
    this.#seen.add(digest);
    const found = this.#byDigest.get(digest);
    if (!found) this.withheld += 1;
    return found && found.problem === null ? found : null;
  }
}

function disclosureFindings(read: readonly ReadDisclosure[], pass: DisclosurePass): readonly Finding[] {
  const digests = new Set<string>();
  return read.flatMap(({ digest, name, problem }, index): readonly Finding[] => {
    const which = name === null ? `disclosure ${index + 1}` : `disclosure ${index + 1} (${name})`;
    if (problem !== null) return [high('disclosure', `${which} ${problem}`)];
    if (digests.has(digest)) return [high('disclosure-twice', `${which} is there twice`)];
    digests.add(digest);
    return pass.placeOf(digest) === null
      ? [high('unmatched', `${which} matches no digest that is signed`)]
      : [];
  });
}

/** @see RFC 9901 section 4.3 ("sd_hash") */
function keyBindingFindings(
  { jws, disclosures, keyBinding, keyBindingToken }: SdJwtToken,
  hash: string,
): readonly Finding[] {
  if (keyBinding === null) return [];
  if (keyBindingToken === null) return [high('key-binding', 'its key binding is no signed token')];
  const [{ protectedText, signatureText }] = jws.signatures;
  const presented = [`${protectedText}.${jws.payloadText}.${signatureText}`, ...disclosures, ''].join('~');
  const { payload } = keyBindingToken;
  const bound = payload.kind === 'claims' ? memberOf(payload.claims, 'sd_hash') : undefined;
  if (bound === digestOf(hash, presented)) return [];
  return [high('key-binding', 'its key binding is for other disclosures: `sd_hash` does not match')];
}
