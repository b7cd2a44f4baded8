import type { KoaContextWithOIDC } from 'oidc-provider';

/** One request and its answer, as the engine's middleware hands it on. */
export type Context = KoaContextWithOIDC;

export type Next = () => Promise<unknown>;
