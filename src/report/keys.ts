import type { JsonObject } from '../token/json.js';
import { memberOf } from '../token/json.js';
import { faint, type Line, type Renderer, type Span, strong } from './text.js';

/** A key of which only the public members may be shown. */
interface ShownKey {
  /** `EC P-256` */
  readonly description: string;
  /** May be private: only its `kid` and `alg` are taken from it. */
  readonly jwk: JsonObject;
}

/** A new key in a new file. */
export interface KeyWritten extends ShownKey {
  readonly file: string;
}

const textOf = (jwk: JsonObject, name: string): string | null => {
  const value = memberOf(jwk, name);
  return typeof value === 'string' ? value : null;
};

const facts = ({ description, jwk }: ShownKey) => ({
  description,
  alg: textOf(jwk, 'alg'),
  kid: textOf(jwk, 'kid'),
});

/** `EC P-256 for ES256, id abc` */
function inWords(key: ShownKey): readonly (string | Span)[] {
  const { description, alg, kid } = facts(key);
  const what = alg === null || alg === description ? description : `${description} for ${alg}`;
  return [what, ...(kid === null ? [] : [faint(`, id ${kid}`)])];
}

/** What `keys generate --out` wrote; never the key itself. */
export const keyWrittenRenderer: Renderer<KeyWritten> = {
  schema: 'authctl/keys-generate@1',
  json: (key) => ({ file: key.file, ...facts(key) }),
  text: (key) => [['wrote ', strong(key.file), ': ', ...inWords(key)]],
};

/** A key that is to be shown, private or not: it was asked for. */
export interface KeyText {
  readonly format: 'jwk' | 'jwks' | 'pem';
  /** As a file would hold it. */
  readonly text: string;
}

/** A key as it is, for `--print`. */
export const keyTextRenderer = (schema: string): Renderer<KeyText> => ({
  schema,
  json: ({ format, text }) => ({ format, key: format === 'pem' ? text : JSON.parse(text) }),
  text: ({ text }) => text.trimEnd().split('\n'),
});

/** A public key set: as text and as JSON it is the document to publish. */
export const keySetRenderer: Renderer<{ readonly keys: readonly JsonObject[] }> = {
  schema: 'authctl/keys-public@1',
  json: ({ keys }) => ({ keys }),
  text: ({ keys }) => JSON.stringify({ keys }, null, 2).split('\n'),
};

/** Public keys as PEM. */
export const pemRenderer: Renderer<string> = {
  schema: 'authctl/keys-public@1',
  json: (pem) => ({ pem }),
  text: (pem) => pem.trimEnd().split('\n'),
};

export interface Thumbprints {
  readonly hash: string;
  /** In the order of the keys. */
  readonly thumbprints: readonly string[];
}

export const thumbprintsRenderer: Renderer<Thumbprints> = {
  schema: 'authctl/keys-thumbprint@1',
  json: (result) => result,
  text: ({ thumbprints }) => thumbprints,
};

export interface KeysConverted {
  readonly file: string;
  readonly format: string;
  readonly keys: readonly { readonly type: string; readonly description: string }[];
}

/** What `keys convert --out` wrote. */
export const keysConvertedRenderer: Renderer<KeysConverted> = {
  schema: 'authctl/keys-convert@1',
  json: (result) => result,
  text: ({ file, keys }) => [
    ['wrote ', strong(file), `: ${keys.map(({ type, description }) => `${type} ${description}`).join(', ')}`],
  ],
};

export interface Rotated {
  readonly file: string;
  readonly added: ShownKey;
  /** Public keys. */
  readonly kept: readonly JsonObject[];
  readonly dropped: readonly JsonObject[];
}

/** What `keys rotate` changed. */
export const rotationRenderer: Renderer<Rotated> = {
  schema: 'authctl/keys-rotate@1',
  json: ({ file, added, kept, dropped }) => ({
    file,
    added: facts(added),
    kept: kept.map((jwk) => textOf(jwk, 'kid')),
    dropped: dropped.map((jwk) => textOf(jwk, 'kid')),
  }),
  text: ({ file, added, kept, dropped }) => [
    ['rotated ', strong(file)],
    ['  signs     ', ...inWords(added)],
    ...kept.map((jwk): Line => `  verifies  ${named(jwk)}`),
    ...dropped.map((jwk): Line => `  removed   ${named(jwk)}`),
  ],
};

const named = (jwk: JsonObject): string => textOf(jwk, 'kid') ?? 'a key without an id';
