import { readingRules } from './reading-rules.js';
import type { Rule } from './rule.js';
import { algCaseVariant } from './rules/alg-case-variant.js';
import { algHmacForSharedApi } from './rules/alg-hmac-for-shared-api.js';
import { algKeyMismatch } from './rules/alg-key-mismatch.js';
import { algNotAdvertised } from './rules/alg-not-advertised.js';
import { algPolymorphic } from './rules/alg-polymorphic.js';
import { algSha1 } from './rules/alg-sha1.js';
import { algUnregistered } from './rules/alg-unregistered.js';
import { formatHeaderNotObject } from './rules/format-header-not-object.js';
import { formatOversize } from './rules/format-oversize.js';
import { hdrB64False, hdrB64WithoutCrit } from './rules/hdr-b64.js';
import { hdrCritAbsentMember, hdrCritEmpty, hdrCritRegistered, hdrCritUnknown } from './rules/hdr-crit.js';
import { hdrJwkEmbedded, hdrJwkPrivate } from './rules/hdr-jwk.js';
import { hdrKeyUrls } from './rules/hdr-key-url.js';
import { hdrX5c, hdrX5cExpired, hdrX5cKeyMismatch, hdrX5cSelfSigned, hdrX5tSha1 } from './rules/hdr-x5c.js';
import { kidInjection } from './rules/kid-injection.js';
import { kidMissing } from './rules/kid-missing.js';
import { kidNotString } from './rules/kid-not-string.js';
import { ctyNested, nestedDepth, nestedInnerNone } from './rules/nested.js';
import { sigDerEcdsa, sigLength, sigPsychic } from './rules/sig-shape.js';
import { sourceInUrl } from './rules/source-in-url.js';
import { typGenericJwt, typMissing, typNotAtJwt, typPrefix } from './rules/typ.js';
import { typConfusion } from './rules/typ-confusion.js';
import { hdrZipInJws, jweZip } from './rules/zip.js';

/** Every rule, in the order in which findings of one severity are shown. A rule is one line here. */
export const rules: readonly Rule[] = [
  ...readingRules,
  // Encoding and structure
  formatHeaderNotObject,
  formatOversize,
  sigLength,
  sigDerEcdsa,
  sigPsychic,
  // Header
  algCaseVariant,
  algUnregistered,
  algSha1,
  algHmacForSharedApi,
  algPolymorphic,
  algNotAdvertised,
  algKeyMismatch,
  kidMissing,
  kidNotString,
  kidInjection,
  ...hdrKeyUrls,
  hdrJwkEmbedded,
  hdrJwkPrivate,
  hdrX5c,
  hdrX5cSelfSigned,
  hdrX5cExpired,
  hdrX5cKeyMismatch,
  hdrX5tSha1,
  hdrCritUnknown,
  hdrCritEmpty,
  hdrCritRegistered,
  hdrCritAbsentMember,
  hdrB64False,
  hdrB64WithoutCrit,
  hdrZipInJws,
  jweZip,
  typMissing,
  typGenericJwt,
  typNotAtJwt,
  typPrefix,
  typConfusion,
  ctyNested,
  nestedDepth,
  nestedInnerNone,
  // How it was sent
  sourceInUrl,
];

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule with this id, if there is one. */
export const ruleById = (id: string): Rule | undefined => byId.get(id);
