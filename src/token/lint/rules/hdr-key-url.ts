import { memberOf } from '../../json.js';
import { judgeText } from '../header-rule.js';
import { isInternalHost } from '../internal-host.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc, type Source } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** A header parameter that names a place to fetch keys from, which its reader is better off not going to. */
interface KeyUrl {
  readonly parameter: 'jku' | 'x5u';
  readonly what: string;
  readonly source: Source;
}

const JKU: KeyUrl = { parameter: 'jku', what: 'a key set', source: rfc(7515, '4.1.2') };
const X5U: KeyUrl = { parameter: 'x5u', what: 'a certificate', source: rfc(7515, '4.1.5') };

const fetching = (source: Source): readonly [Source, ...Source[]] => [
  rfc(8725, '3.10'),
  rfc(8725, '2.9'),
  source,
];

function present({ parameter, what, source }: KeyUrl): TokenRule {
  return {
    id: `hdr.${parameter}`,
    title: `the token says where to fetch ${what}`,
    severity: 'high',
    about: 'token',
    sources: fetching(source),
    advice: `leave \`${parameter}\` out, and never fetch what it names: take keys from the issuer you know`,
    judge: (subject) =>
      judgeText(subject, parameter, (url) => `\`${parameter}\` sends the reader to ${quoted(url)}`),
  };
}

function http({ parameter, what, source }: KeyUrl): TokenRule {
  return {
    id: `hdr.${parameter}.http`,
    title: `the token says to fetch ${what} without TLS`,
    severity: 'critical',
    about: 'token',
    sources: fetching(source),
    advice: `leave \`${parameter}\` out; whoever is on the way to it can put another key there`,
    judge: (subject) =>
      judgeUrl(subject, parameter, ({ protocol }) =>
        protocol === 'https:'
          ? undefined
          : `\`${parameter}\` is fetched by ${protocol.slice(0, -1)}, without TLS`,
      ),
  };
}

function foreignHost({ parameter, what, source }: KeyUrl): TokenRule {
  return {
    id: `hdr.${parameter}.foreign-host`,
    title: `the token says to fetch ${what} from somebody else`,
    severity: 'high',
    about: 'token',
    sources: fetching(source),
    advice: 'refuse this token: its issuer publishes its keys on its own host',
    judge: (subject) => {
      const issuer = hostOfIssuer(subject);
      return judgeUrl(subject, parameter, ({ host }) =>
        issuer === undefined || host === issuer
          ? undefined
          : `\`${parameter}\` is at ${quoted(host)}, the issuer at ${quoted(issuer)}`,
      );
    },
  };
}

function privateIp({ parameter, what, source }: KeyUrl): TokenRule {
  return {
    id: `hdr.${parameter}.private-ip`,
    title: `the token says to fetch ${what} from an internal host`,
    severity: 'critical',
    about: 'token',
    sources: fetching(source),
    advice: 'refuse this token: it is made to have the verifier call a service inside its network',
    judge: (subject) =>
      judgeUrl(subject, parameter, ({ hostname }) =>
        isInternalHost(hostname) ? `\`${parameter}\` is at ${quoted(hostname)}, an internal host` : undefined,
      ),
  };
}

function judgeUrl(subject: TokenSubject, parameter: string, judge: (url: URL) => string | undefined) {
  return judgeText(subject, parameter, (text) => {
    const url = urlFrom(text);
    return url === undefined || url.hostname === '' ? undefined : judge(url);
  });
}

function hostOfIssuer({ claims }: TokenSubject): string | undefined {
  const iss = claims ? memberOf(claims, 'iss') : undefined;
  return typeof iss === 'string' ? urlFrom(iss)?.host || undefined : undefined;
}

const urlFrom = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** The four rules on each of the two parameters. */
export const hdrKeyUrls: readonly TokenRule[] = [JKU, X5U].flatMap((parameter) => [
  present(parameter),
  http(parameter),
  foreignHost(parameter),
  privateIp(parameter),
]);
