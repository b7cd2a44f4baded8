import { rfc, type Source } from '../lint/source.js';

/**
 * A hostile request, or a search, that is no token of its own: how a good token is sent, when, and by whom. Listed
 * beside the mutations, because a test of a server needs both; a server answers them, so nothing here makes them.
 */
export interface BesideTokens {
  readonly id: string;
  /** What is done, in a few words. */
  readonly title: string;
  readonly sources: readonly [Source, ...Source[]];
  /** What a server that lets it pass gets wrong. */
  readonly tests: string;
}

const BEARER = [rfc(6750, '2.1')] as const;
const DPOP = [rfc(9449, '7.1'), rfc(9449, '4.3')] as const;

export const besideTokens: readonly BesideTokens[] = [
  {
    id: 'no-token',
    title: 'no token at all',
    sources: [rfc(6750, '3.1')],
    tests: 'the route is open to everybody',
  },
  {
    id: 'empty-bearer',
    title: '`Authorization: Bearer` and nothing behind it',
    sources: BEARER,
    tests: 'the server takes an empty token for none, and none for a guest',
  },
  {
    id: 'bearer-lowercase',
    title: 'the scheme in lower case, `bearer`',
    sources: [rfc(9110, '11.1')],
    tests: 'a filter before the server compares the scheme with regard to case, and the server does not',
  },
  {
    id: 'double-authorization-header',
    title: 'two `Authorization` fields, one good and one bad',
    sources: [rfc(9110, '5.3')],
    tests: 'a filter before the server reads the one, and the server the other',
  },
  {
    id: 'token-in-query',
    title: 'the token in the query, `?access_token=`',
    sources: [rfc(6750, '2.3'), rfc(9700, '4.3.2')],
    tests: 'tokens end up in logs, histories and Referer fields',
  },
  {
    id: 'token-in-cookie',
    title: 'the token in a cookie',
    sources: [rfc(6750, '2')],
    tests: 'a browser sends the token by itself, so other sites can act for its user',
  },
  {
    id: 'token-in-form',
    title: 'the token in a form, `access_token=`',
    sources: [rfc(6750, '2.2')],
    tests: 'the server reads a token where no filter looks for one',
  },
  {
    id: 'dpop-downgrade',
    title: 'a token bound to a key (`cnf`), sent as `Bearer`',
    sources: DPOP,
    tests: 'a stolen token is of use without its key',
  },
  {
    id: 'dpop-replay',
    title: 'the same DPoP proof a second time',
    sources: [rfc(9449, '11.1')],
    tests: 'a stolen proof is of use',
  },
  {
    id: 'dpop-wrong-htu',
    title: 'a DPoP proof for another address',
    sources: DPOP,
    tests: 'a proof made for one route is of use on another',
  },
  {
    id: 'dpop-wrong-htm',
    title: 'a DPoP proof for another method',
    sources: DPOP,
    tests: 'a proof made to read is of use to write',
  },
  {
    id: 'dpop-wrong-ath',
    title: 'a DPoP proof for another token',
    sources: DPOP,
    tests: 'a proof made for one token is of use with another',
  },
  {
    id: 'after-logout',
    title: 'the token of a session that was ended, or that was revoked',
    sources: [rfc(7009, '2.1')],
    tests: 'a logout ends nothing',
  },
  {
    id: 'after-rotation',
    title: 'a refresh token that was exchanged already',
    sources: [rfc(9700, '4.14.2')],
    tests: 'a stolen refresh token is of use beside the real one',
  },
  {
    id: 'stale-role',
    title: 'a token from before its subject lost a role',
    sources: [rfc(7662, '4')],
    tests: 'a role lives on in tokens after it was taken away',
  },
  {
    id: 'hmac.crack',
    title: 'the secret of an HMAC signature, searched for: `authctl forge crack`',
    sources: [rfc(8725, '2.2'), rfc(8725, '3.5')],
    tests: 'the secret is one that can be guessed, so everybody can sign',
  },
];
