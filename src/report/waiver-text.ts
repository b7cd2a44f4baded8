import type { WaiverUse } from '../probe/result.js';

/** What became of a waiver, with what to do about one that has expired or matches nothing. */
export function waiverText({ finding, reason, until, state, source }: WaiverUse): string {
  switch (state) {
    case 'used':
      return `waived until ${until}: ${finding} (${reason})`;
    case 'expired':
      return `the waiver of ${finding} expired on ${until} (${source}): mend it, or set a later date`;
    case 'unmatched':
      return `no finding is ${finding} any more (${source}): remove the waiver`;
  }
}
