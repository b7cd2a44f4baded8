/** A command line that sends a hostile token of agus's to the API: what `GET /me` answers to it is the proof. */
export const probedWith = (forge: string): string =>
  `AUTHCTL_TOKEN=$(authctl forge ${forge} --as agus) authctl probe --api http://127.0.0.1:4455 --only 'GET /me'`;

/** The same for a token that `authctl probe` itself sees to be worth nothing. */
export const calledWith = (forge: string): string =>
  `curl -H "Authorization: Bearer $(authctl forge ${forge} --as agus)" http://127.0.0.1:4455/me`;
