/** The person's own browser. */
export interface Browser {
  /** Opens an address; false where there is no browser to open, which is no error. */
  open(url: string): Promise<boolean>;
}
