/** What the process that talks to the keyring is asked, on its standard input. */
export type KeyringQuestion =
  | { readonly ask: 'get'; readonly account: string }
  | { readonly ask: 'set'; readonly account: string; readonly secret: string };

/** What it answers on its standard output; `message` is the library's. */
export type KeyringAnswer =
  | { readonly kind: 'done'; readonly secret: string | null }
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'failed'; readonly message: string };
