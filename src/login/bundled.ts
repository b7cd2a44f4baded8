import type { Http } from '../ports/http.js';
import { atPointer, type JsonValue } from '../token/json.js';

/** Where `authctl serve` listens unless told otherwise. */
export const BUNDLED_PORT = 4455;

/** The client that it knows by itself: a public one, for the command line. */
export const BUNDLED_CLIENT = 'authctl';

/** The title by which the bundled server's description is known. */
const TITLE = 'authctl demo API';
const PATIENCE_MS = 2_000;

/** Whether the server at a base URL is authctl's own; false where nothing answers. */
export async function isBundledServer(http: Http, server: string): Promise<boolean> {
  const answer = await http.send({ method: 'GET', url: `${server}/openapi.json`, timeoutMs: PATIENCE_MS });
  if (answer.kind === 'failure' || answer.status !== 200) return false;
  try {
    return atPointer(JSON.parse(answer.body) as JsonValue, '/info/title') === TITLE;
  } catch {
    return false;
  }
}
