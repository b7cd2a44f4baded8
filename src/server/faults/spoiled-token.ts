import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import { jsonOf, type WrittenAnswer, withJson } from '../written-answer.js';
import type { FaultContext } from './fault.js';

/** A token before it is signed again. */
export interface TokenDraft {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: JWTPayload;
}

export type TokenName = 'access_token' | 'id_token';

const isJwt = (value: unknown): value is string =>
  typeof value === 'string' && /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(value);

/** Whether an answer brings such a token, as a JWT. */
export const bringsToken =
  (...names: readonly TokenName[]) =>
  (answer: WrittenAnswer): boolean => {
    const body = jsonOf(answer);
    return answer.status === 200 && body !== undefined && names.some((name) => isJwt(body[name]));
  };

export const bringsAccessToken = bringsToken('access_token');

/** The answer with each of these tokens put in the place of what a function makes of it. */
async function withTokens(
  answer: WrittenAnswer,
  names: readonly TokenName[],
  change: (token: string) => string | Promise<string>,
): Promise<WrittenAnswer> {
  const body = { ...jsonOf(answer) };
  for (const name of names) {
    const token = body[name];
    if (isJwt(token)) body[name] = await change(token);
  }
  return withJson(answer, body);
}

/** Changes tokens and signs them again with the key that they were signed with, so that nothing but the change is wrong with them. */
export function reissued(
  answer: WrittenAnswer,
  { keys }: FaultContext,
  change: (draft: TokenDraft) => TokenDraft,
  names: readonly TokenName[] = ['access_token', 'id_token'],
): Promise<WrittenAnswer> {
  return withTokens(answer, names, (token) => {
    const before = decodeProtectedHeader(token);
    const { privateKey, alg } = keys.find(before.kid) ?? keys.current;
    const { header, claims } = change({ header: { ...before }, claims: decodeJwt(token) });
    return new SignJWT(claims).setProtectedHeader({ ...header, alg }).sign(privateKey);
  });
}

/** Changes tokens as they stand, signature and all. */
export const rewritten = (answer: WrittenAnswer, change: (token: string) => string): Promise<WrittenAnswer> =>
  withTokens(answer, ['access_token', 'id_token'], change);

/** Tokens whose claims say something else. */
export const withClaims = (
  answer: WrittenAnswer,
  context: FaultContext,
  change: (claims: JWTPayload) => JWTPayload,
): Promise<WrittenAnswer> =>
  reissued(answer, context, ({ header, claims }) => ({ header, claims: change(claims) }));
