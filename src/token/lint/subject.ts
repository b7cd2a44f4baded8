import { AuthctlError } from '../../errors.js';
import type { JsonObject } from '../json.js';
import { jwsOf } from '../jws-of.js';
import type { OpenedJwe } from '../layers.js';
import { parseToken } from '../parse.js';
import { headerOf, type JwsToken, type ParsedToken, type SignaturePart } from '../parsed-token.js';
import { type Kind, type Profile, recogniseKind } from './profile.js';

/** One header of a token and, in a signed one, the signature that it belongs to. */
export interface HeaderView {
  readonly header: JsonObject;
  /** Null in an encrypted token. */
  readonly part: SignaturePart | null;
  /** JSON Pointer to the header in what `decode --json` prints. */
  readonly at: string;
  /** The same for the signature. */
  readonly signatureAt: string;
}

/** A token and everything that a rule may know of it. */
export interface TokenSubject {
  /** As it was written, without what it was copied with. */
  readonly text: string;
  /** Null where it cannot be read at all. */
  readonly token: ParsedToken | null;
  /** The signed token in it: itself, or the JWT of an SD-JWT. */
  readonly jws: JwsToken | null;
  /** One for each signature, one for an encrypted token, none where there is no header to be read. */
  readonly headers: readonly HeaderView[];
  /** Null where the payload holds no JSON object that can be read. */
  readonly claims: JsonObject | null;
  readonly kind: Kind;
  /** True where the kind was named by the caller, not recognised. */
  readonly kindIsNamed: boolean;
  /** Seconds since the epoch. */
  readonly now: number;
  /** True where the token was given as part of a URL. */
  readonly inUrl: boolean;
  /** Keys that may have signed it, as JWKs, whatever they came from; empty where none were given. */
  readonly keys: readonly JsonObject[];
  /** The shared secret that was given, as its bytes. */
  readonly secret: Uint8Array | null;
  /** Whom the token must be meant for; null where nobody said. */
  readonly audience: string | null;
  /** What the token's issuer publishes; null where nobody asked it. */
  readonly server: ServerSubject | null;
}

/** What an authorization server publishes: metadata and keys, or a key set alone. */
export interface ServerSubject {
  /** The issuer that was asked, as it was named; null for a key set alone. */
  readonly issuer: string | null;
  /** RFC 8414 or OpenID discovery. Null where there was none to be had. */
  readonly metadata: JsonObject | null;
  /** Where the key set was fetched; null where it was not. */
  readonly keySetUrl: string | null;
  /** The members of the key set's `keys` that are objects. */
  readonly keys: readonly JsonObject[];
}

export interface SubjectOptions {
  /** What was found in the token, where it is encrypted and was opened. */
  readonly opened?: Pick<OpenedJwe, 'content' | 'flaws'> | null | undefined;
  readonly profile?: Profile | undefined;
  readonly inUrl?: boolean | undefined;
  readonly keys?: readonly JsonObject[] | undefined;
  readonly secret?: Uint8Array | undefined;
  readonly audience?: string | undefined;
  readonly server?: ServerSubject | undefined;
}

/** A text as rules see it, and why it could not be read, if so. */
export interface SubjectReading {
  readonly subject: TokenSubject;
  /** `NOT_A_TOKEN`; null where it was read. */
  readonly refusal: AuthctlError | null;
}

/**
 * Lays a token out for rules.
 *
 * @param text - a token without what it was copied with; see `peel`.
 * @param now - seconds since the epoch.
 */
export function readSubject(text: string, now: number, options: SubjectOptions = {}): SubjectReading {
  const { token, refusal } = tokenOrRefusal(text);
  return { subject: subjectOf(text, token, now, options), refusal };
}

/** The same for a token that was parsed already; null where that failed. */
export function subjectOf(
  text: string,
  token: ParsedToken | null,
  now: number,
  options: SubjectOptions = {},
): TokenSubject {
  const jws = token && jwsOf(token);
  const headers = token ? headersOf(token) : [];
  const payload = options.opened?.content ?? jws?.payload;
  const claims = payload?.kind === 'claims' ? payload.claims : null;
  return {
    text,
    token: token && withFlawsOf(token, options.opened),
    jws,
    headers,
    claims,
    kind: options.profile ?? recogniseKind(headers[0]?.header ?? {}, claims),
    kindIsNamed: options.profile !== undefined,
    now,
    inUrl: options.inUrl ?? false,
    keys: options.keys ?? [],
    secret: options.secret ?? null,
    audience: options.audience ?? null,
    server: options.server ?? null,
  };
}

function withFlawsOf(token: ParsedToken, opened: SubjectOptions['opened']): ParsedToken {
  if (!opened || token.format !== 'jwe') return token;
  return { ...token, flaws: [...token.flaws, ...opened.flaws] };
}

function tokenOrRefusal(text: string): { token: ParsedToken | null; refusal: AuthctlError | null } {
  try {
    return { token: parseToken(text), refusal: null };
  } catch (error) {
    if (error instanceof AuthctlError) return { token: null, refusal: error };
    throw error;
  }
}

function headersOf(token: ParsedToken): readonly HeaderView[] {
  if (token.format === 'opaque') return [];
  if (token.format === 'jwe')
    return [{ header: token.header, part: null, at: '/header', signatureAt: '/signature' }];
  const { signatures } = token.format === 'sd-jwt' ? token.jws : token;
  return signatures.map((part, index) => {
    const place = index === 0 ? '' : `/layers/0/signatures/${index}`;
    return {
      header: headerOf(part),
      part,
      at: `${place}/header`,
      signatureAt: place === '' ? '/signature' : place,
    };
  });
}
