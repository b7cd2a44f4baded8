/** A command line that sends a hostile token of agus's to the API: what `GET /me` answers to it is the proof. */
export const probedWith = (forge: string): string =>
  `AUTHCTL_TOKEN=$(authctl forge ${forge} --as agus) authctl probe --only 'GET /me'`;
