import { type JsonObject, memberOf } from '../../json.js';
import { quoted } from '../quote.js';
import type { Match, ServerRule } from '../rule.js';
import { rfc } from '../source.js';
import type { ServerSubject } from '../subject.js';

/** Looks at metadata, where there is some. */
function judgeMetadata(
  { metadata }: ServerSubject,
  name: string,
  judge: (metadata: JsonObject) => string | undefined,
): readonly Match[] {
  const message = metadata === null ? undefined : judge(metadata);
  return message === undefined ? [] : [{ message, at: `/metadata/${name}` }];
}

/** The strings of a list in metadata; undefined where there is none. */
function listOf(metadata: JsonObject, name: string): readonly string[] | undefined {
  const list = memberOf(metadata, name);
  return Array.isArray(list) ? list.filter((entry): entry is string => typeof entry === 'string') : undefined;
}

/** Whether users are sent to this server's authorization endpoint. */
const hasAuthorizationEndpoint = (metadata: JsonObject): boolean =>
  memberOf(metadata, 'authorization_endpoint') !== undefined;

/** Response types are lists of words; without the list there is at least `code`. */
function answersWith(metadata: JsonObject, word: string): string | undefined {
  const types = listOf(metadata, 'response_types_supported') ?? ['code'];
  return types.find((type) => type.split(' ').includes(word));
}

export const metaIssuerMismatch: ServerRule = {
  id: 'meta.issuer-mismatch',
  title: 'metadata for another issuer',
  severity: 'critical',
  about: 'server',
  sources: [rfc(8414, '3.3'), rfc(8414, '6.2')],
  advice: 'make `issuer` exactly the URL that the metadata is found by; clients refuse anything else',
  judge: (server) =>
    judgeMetadata(server, 'issuer', (metadata) => {
      const named = memberOf(metadata, 'issuer');
      if (server.issuer === null || named === server.issuer) return undefined;
      const message = `\`issuer\` is ${quoted(named)}, not ${quoted(server.issuer)}`;
      const isSlash =
        typeof named === 'string' && named.replace(/\/$/, '') === server.issuer.replace(/\/$/, '');
      return isSlash ? `${message}: the two differ in the slash at the end` : message;
    }),
};

export const metaNoPkceS256: ServerRule = {
  id: 'meta.no-pkce-s256',
  title: 'authorization codes without PKCE',
  severity: 'medium',
  about: 'server',
  sources: [rfc(9700, '2.1.1'), rfc(7636, '4.2')],
  advice: 'support S256, and name it in `code_challenge_methods_supported`',
  judge: (server) =>
    judgeMetadata(server, 'code_challenge_methods_supported', (metadata) => {
      if (!hasAuthorizationEndpoint(metadata) || answersWith(metadata, 'code') === undefined)
        return undefined;
      const methods = listOf(metadata, 'code_challenge_methods_supported');
      if (methods === undefined) return 'nothing says that PKCE is supported';
      return methods.includes('S256') ? undefined : 'PKCE with S256 is not supported';
    }),
};

export const metaImplicit: ServerRule = {
  id: 'meta.implicit',
  title: 'access tokens in the address bar',
  severity: 'medium',
  about: 'server',
  sources: [rfc(9700, '2.1.2'), rfc(9700, '4.3.2')],
  advice: 'offer `code` only: what comes back in a URL ends up in histories and logs',
  judge: (server) =>
    judgeMetadata(server, 'response_types_supported', (metadata) => {
      const type = hasAuthorizationEndpoint(metadata) ? answersWith(metadata, 'token') : undefined;
      return type && `the response type ${quoted(type)} is supported`;
    }),
};

export const metaRopc: ServerRule = {
  id: 'meta.ropc',
  title: 'clients that see passwords',
  severity: 'medium',
  about: 'server',
  sources: [rfc(9700, '2.4')],
  advice: 'take the grant `password` out: no client may see the password of a user',
  judge: (server) =>
    judgeMetadata(server, 'grant_types_supported', (metadata) =>
      listOf(metadata, 'grant_types_supported')?.includes('password')
        ? 'the grant type `password` is supported'
        : undefined,
    ),
};

export const metaNoIssParam: ServerRule = {
  id: 'meta.no-iss-param',
  title: 'answers that do not say from whom',
  severity: 'low',
  about: 'server',
  sources: [rfc(9207, '2'), rfc(9700, '4.4.2')],
  advice: 'add `iss` to authorization responses, and `authorization_response_iss_parameter_supported: true`',
  judge: (server) =>
    judgeMetadata(server, 'authorization_response_iss_parameter_supported', (metadata) =>
      hasAuthorizationEndpoint(metadata) &&
      memberOf(metadata, 'authorization_response_iss_parameter_supported') !== true
        ? 'clients of several servers cannot tell which of them an answer is from'
        : undefined,
    ),
};
