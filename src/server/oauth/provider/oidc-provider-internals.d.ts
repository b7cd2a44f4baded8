/** What grants of one's own are built from; oidc-provider documents it without types. Held by its pinned minor. */

declare module 'oidc-provider/lib/helpers/grants.js' {
  import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

  type Helper<R = unknown> = (provider: Provider, ctx: KoaContextWithOIDC, ...rest: never[]) => R;
  export const validateDpop: (
    provider: Provider,
    ctx: KoaContextWithOIDC,
  ) => Promise<{ readonly thumbprint: string } | undefined>;
  export const checkDpopRequired: (provider: Provider, ctx: KoaContextWithOIDC, dPoP: unknown) => void;
  export const resolveRequestedResources: Helper<Promise<readonly { identifier(): string }[]>>;
  export const validateClientScope: (
    provider: Provider,
    ctx: KoaContextWithOIDC,
    scopes?: Iterable<string>,
  ) => ReadonlySet<string>;
}

declare module 'oidc-provider/lib/helpers/grant_common.js' {
  import type { Grant, KoaContextWithOIDC, Provider } from 'oidc-provider';

  export function issueTokens(
    provider: Provider,
    helpers: Readonly<Record<string, unknown>>,
    ctx: KoaContextWithOIDC,
    source: object,
    grant: Grant,
    how: { readonly gty: string; readonly entityLabel: string; readonly dPoP: unknown },
  ): Promise<void>;
}
