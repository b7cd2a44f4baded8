/** Where a server hands out the token that it wants to see again, and where it wants to see it. */
export interface CsrfRule {
  readonly from: { readonly kind: 'cookie' | 'header' | 'field' | 'meta'; readonly name: string };
  readonly to: { readonly kind: 'header' | 'field'; readonly name: string };
}
