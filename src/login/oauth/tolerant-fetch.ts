import type { CustomFetch } from 'openid-client';
import { isJsonObject, parseJson } from '../../token/json.js';

/**
 * The same `fetch`, that reads what servers from before RFC 8628 answer to a device authorization request as if they had
 * followed it: `verification_url` for `verification_uri`.
 *
 * @param endpoint - where device authorization requests go; undefined where the server has none.
 */
export function tolerantFetch(fetch: CustomFetch, endpoint: string | undefined): CustomFetch {
  return async (url, options) => {
    const response = await fetch(url, options);
    if (url !== endpoint || !response.ok) return response;
    const text = await response.text();
    const answer = parseJson(text);
    const { status, headers } = response;
    if (!isJsonObject(answer) || answer.verification_uri !== undefined) {
      return new Response(text, { status, headers });
    }
    const { verification_url, verification_url_complete, ...rest } = answer;
    const named = {
      ...rest,
      verification_uri: verification_url,
      ...(verification_url_complete === undefined
        ? {}
        : { verification_uri_complete: verification_url_complete }),
    };
    return new Response(JSON.stringify(named), { status, headers });
  };
}
