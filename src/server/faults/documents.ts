import type { WrittenAnswer } from '../written-answer.js';
import type { FaultContext } from './fault.js';

const DISCOVERY = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];

/** Whether an answer is the server's metadata (OpenID Connect Discovery, RFC 8414). */
export const isMetadata = (_answer: WrittenAnswer, { path }: FaultContext): boolean =>
  DISCOVERY.includes(path);

export const isKeySet = (_answer: WrittenAnswer, { path }: FaultContext): boolean => path === '/jwks.json';
