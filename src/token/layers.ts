import { AuthctlError } from '../errors.js';
import type { Flaw } from './finding.js';
import { jwsOf } from './jws-of.js';
import { parseToken } from './parse.js';
import type { JweToken, ParsedToken, Payload } from './parsed-token.js';

/** What was found in an encrypted token, and with which key. */
export interface OpenedJwe {
  readonly content: Payload;
  /** Of the content. */
  readonly flaws: readonly Flaw[];
  /** Counts from 0. */
  readonly recipient: number;
  readonly key: {
    /** A file or an environment variable. */
    readonly origin: string;
    readonly kid: string | null;
    /** `RSA 2048` */
    readonly description: string;
  };
}

/** A token, and what it holds where it is encrypted and was opened. */
export interface TokenLayer {
  readonly token: ParsedToken;
  readonly opened: OpenedJwe | null;
}

/** At least one, the outermost first. */
export type TokenLayers = readonly [TokenLayer, ...TokenLayer[]];

/** Tokens in tokens; each is shorter than the one around it. */
const MAX_LAYERS = 8;

/**
 * The tokens in a token, as far as they can be read without a key.
 *
 * @see RFC 7519 section 5.2 ("cty"), appendix A.2 (nested JWT)
 */
export function layersOf(token: ParsedToken): TokenLayers {
  const layers: [TokenLayer, ...TokenLayer[]] = [{ token, opened: null }];
  let inner = tokenIn(payloadOf(layers[0]));
  while (inner && layers.length < MAX_LAYERS) {
    const layer: TokenLayer = { token: inner, opened: null };
    layers.push(layer);
    inner = tokenIn(payloadOf(layer));
  }
  return layers;
}

/**
 * The same, opening those that are encrypted.
 *
 * @throws {AuthctlError} what `open` throws.
 */
export async function openedLayersOf(
  token: ParsedToken,
  open: (jwe: JweToken) => Promise<OpenedJwe>,
): Promise<TokenLayers> {
  const layerOf = async (one: ParsedToken): Promise<TokenLayer> => ({
    token: one,
    opened: one.format === 'jwe' ? await open(one) : null,
  });
  const layers: [TokenLayer, ...TokenLayer[]] = [await layerOf(token)];
  let inner = tokenIn(payloadOf(layers[0]));
  while (inner && layers.length < MAX_LAYERS) {
    const layer = await layerOf(inner);
    layers.push(layer);
    inner = tokenIn(payloadOf(layer));
  }
  return layers;
}

/** What a layer says; null where it is encrypted or opaque. */
export function payloadOf({ token, opened }: TokenLayer): Payload | null {
  return opened ? opened.content : (jwsOf(token)?.payload ?? null);
}

function tokenIn(payload: Payload | null): ParsedToken | null {
  if (payload?.kind !== 'text' || !/^\s*eyJ/.test(payload.text)) return null;
  try {
    const token = parseToken(payload.text);
    return token.format === 'opaque' ? null : token;
  } catch (error) {
    if (error instanceof AuthctlError) return null;
    throw error;
  }
}
