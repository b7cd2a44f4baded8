import { judgeText } from '../header-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** No key id is longer: a SHA-512 in hexadecimal has 128 characters. */
const LONGEST = 256;

/** A separator of shell commands, and one of the commands that are tried first, or a space. */
const SHELL =
  /[;|&](?:\s+\S|(?:cat|curl|echo|id|ls|nc|nslookup|ping|powershell|python|rm|sh|bash|sleep|touch|wget|whoami)\b)/i;

/** What a key id says to the thing it is handed to. */
const TRICKS: readonly (readonly [RegExp, string])[] = [
  [/\.\.[/\\]/, 'climbs out of a folder'],
  [/^\/(?:dev|etc|proc|sys|tmp|var)\//, 'is the path of a file'],
  [/^(?:[a-z]:)?\\/i, 'is the path of a file'],
  [/\0/, 'holds a NUL character'],
  [/['"`][^a-z]*(?:or|and|union|select|insert|update|delete|drop|--|;|\|\|)(?:\W|$)/i, 'speaks SQL'],
  [/\b(?:union\s+(?:all\s+)?select|select\s+.{0,200}\sfrom)\b/i, 'speaks SQL'],
  [/\$\(|`|\$\{|\{\{/, 'holds a command or a template'],
  [SHELL, 'holds a command or a template'],
  [/^[a-z][a-z0-9+.-]*:\/\//i, 'is a URL'],
];

/** A key id is looked up: in a file, a database, a shell. Whoever writes the token writes the question. */
export const kidInjection: TokenRule = {
  id: 'kid.injection',
  title: 'a key id that is an attack',
  severity: 'high',
  about: 'token',
  sources: [rfc(8725, '3.10'), rfc(8725, '2.9')],
  advice: 'look `kid` up in a fixed list of keys, and use key ids of letters, digits, - and _',
  judge: (subject) =>
    judgeText(subject, 'kid', (kid) => {
      if (kid.length > LONGEST) return `\`kid\` has ${kid.length} characters`;
      const trick = TRICKS.find(([pattern]) => pattern.test(kid));
      return trick && `\`kid\` ${trick[1]}: ${quoted(kid)}`;
    }),
};
