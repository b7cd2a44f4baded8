import { sha1Algorithms } from '../algorithms.js';
import { judgeText } from '../header-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const algSha1: TokenRule = {
  id: 'alg.sha1',
  title: 'a signature over SHA-1',
  severity: 'high',
  about: 'token',
  sources: [rfc(8725, '3.2'), rfc(8812, '2')],
  advice: 'use SHA-256 or better: ES256, PS256, RS256 or HS256',
  judge: (subject) =>
    judgeText(subject, 'alg', (alg) =>
      sha1Algorithms.has(alg) ? `${alg} signs a SHA-1 hash, for which collisions can be made` : undefined,
    ),
};
