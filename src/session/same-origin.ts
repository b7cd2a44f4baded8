/** Whether two absolute URLs have scheme, host and port in common; false where one of them is no URL. */
export function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}
