import type { CustomFetch } from 'openid-client';
import { isJsonObject, type JsonObject, parseJson } from '../../token/json.js';

/**
 * The same `fetch`, that reads what servers from before RFC 8628 answer to a device authorization request as if they had
 * followed it: `verification_url` for `verification_uri`.
 *
 * @param endpoint - where device authorization requests go; undefined where the server has none.
 */
export const tolerantOfDevices = (fetch: CustomFetch, endpoint: string | undefined): CustomFetch =>
  amended(fetch, endpoint, (answer) => {
    if (answer.verification_uri !== undefined) return answer;
    const { verification_url, verification_url_complete, ...rest } = answer;
    return {
      ...rest,
      ...(verification_url === undefined ? {} : { verification_uri: verification_url }),
      ...(verification_url_complete === undefined
        ? {}
        : { verification_uri_complete: verification_url_complete }),
    };
  });

/** The same `fetch`, for which a client secret that nobody says the end of has none (RFC 7591 section 3.2.1 wants it said). */
export const tolerantOfRegistration = (fetch: CustomFetch, endpoint: string): CustomFetch =>
  amended(fetch, endpoint, (answer) =>
    answer.client_secret === undefined ? answer : { client_secret_expires_at: 0, ...answer },
  );

/** A `fetch` whose successful answers from one address are changed before anybody reads them, where they are JSON objects. */
function amended(
  fetch: CustomFetch,
  endpoint: string | undefined,
  amend: (answer: JsonObject) => JsonObject,
): CustomFetch {
  return async (url, options) => {
    const response = await fetch(url, options);
    if (url !== endpoint || !response.ok) return response;
    const text = await response.text();
    const answer = parseJson(text);
    const { status, headers } = response;
    const body = isJsonObject(answer) ? JSON.stringify(amend(answer)) : text;
    return new Response(body, { status, headers });
  };
}
