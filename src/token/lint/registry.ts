import { readingRules } from './reading-rules.js';
import type { Rule } from './rule.js';
import { acrAmrType } from './rules/acr-amr-type.js';
import { actChain } from './rules/act-chain.js';
import { algCaseVariant } from './rules/alg-case-variant.js';
import { algHmacForSharedApi } from './rules/alg-hmac-for-shared-api.js';
import { algKeyMismatch } from './rules/alg-key-mismatch.js';
import { algNotAdvertised } from './rules/alg-not-advertised.js';
import { algPolymorphic } from './rules/alg-polymorphic.js';
import { algSha1 } from './rules/alg-sha1.js';
import { algUnregistered } from './rules/alg-unregistered.js';
import { audIsClientId, audMismatch, audMultiple, audWildcard } from './rules/aud.js';
import { authorizationDetailsType } from './rules/authorization-details-type.js';
import { batchIdAndAccess, batchRoleUnsigned, batchSameJti, jtiReused } from './rules/batch.js';
import {
  audMissing,
  clientIdMissing,
  eventsMissing,
  expMissing,
  htmMissing,
  htuMissing,
  iatMissing,
  issMissing,
  jtiMissing,
  subMissing,
} from './rules/claim-missing.js';
import { claimsPii } from './rules/claims-pii.js';
import { claimsSecretMaterial } from './rules/claims-secret-material.js';
import { claimsType } from './rules/claims-type.js';
import { cnfAbsent, cnfMalformed, cnfMultiple } from './rules/cnf.js';
import { expLifetime } from './rules/exp-lifetime.js';
import { expPast } from './rules/exp-past.js';
import { formatHeaderNotObject } from './rules/format-header-not-object.js';
import { formatOversize } from './rules/format-oversize.js';
import { hdrB64False, hdrB64WithoutCrit } from './rules/hdr-b64.js';
import { hdrCritAbsentMember, hdrCritEmpty, hdrCritRegistered, hdrCritUnknown } from './rules/hdr-crit.js';
import { hdrJwkEmbedded, hdrJwkPrivate } from './rules/hdr-jwk.js';
import { hdrKeyUrls } from './rules/hdr-key-url.js';
import { hdrX5c, hdrX5cExpired, hdrX5cKeyMismatch, hdrX5cSelfSigned, hdrX5tSha1 } from './rules/hdr-x5c.js';
import { issMismatch } from './rules/iss-mismatch.js';
import { issNotHttps } from './rules/iss-not-https.js';
import { jtiLowEntropy } from './rules/jti-low-entropy.js';
import { jweCbc, jweDir, jweNoInnerSignature, jweRsa15 } from './rules/jwe-algorithm.js';
import { jweEpkCurve } from './rules/jwe-epk-curve.js';
import { jweIvLength, jweTagLength } from './rules/jwe-lengths.js';
import { jweP2cHigh, jweP2cLow } from './rules/jwe-p2c.js';
import {
  jwksDuplicateKid,
  jwksForeignHost,
  jwksHttp,
  jwksNoUse,
  jwksOctKey,
  jwksPrivateMembers,
} from './rules/jwks.js';
import { keyHmacBlank, keyHmacIsPem, keyHmacShort, keyHmacWordlist } from './rules/key-hmac.js';
import { keyRsaExponent, keyRsaSmall } from './rules/key-rsa.js';
import { kidInjection } from './rules/kid-injection.js';
import { kidMissing } from './rules/kid-missing.js';
import { kidNotString } from './rules/kid-not-string.js';
import { metaImplicit, metaIssuerMismatch, metaNoIssParam, metaNoPkceS256, metaRopc } from './rules/meta.js';
import { ctyNested, nestedDepth, nestedInnerNone } from './rules/nested.js';
import { rolesNonstandard } from './rules/roles-nonstandard.js';
import { scopeBroad, scopeMissing, scopeType } from './rules/scope.js';
import { sigDerEcdsa, sigLength, sigPsychic } from './rules/sig-shape.js';
import { sourceInUrl } from './rules/source-in-url.js';
import { subEqualsClientId } from './rules/sub-equals-client-id.js';
import { subPii } from './rules/sub-pii.js';
import { iatFuture, nbfFuture } from './rules/time-future.js';
import { timeOrder } from './rules/time-order.js';
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
  // Encryption
  jweRsa15,
  jweP2cHigh,
  jweP2cLow,
  jweNoInnerSignature,
  jweEpkCurve,
  jweIvLength,
  jweTagLength,
  jweCbc,
  jweDir,
  // Claims
  issMissing,
  issNotHttps,
  issMismatch,
  subMissing,
  subEqualsClientId,
  subPii,
  audMissing,
  audWildcard,
  audMultiple,
  audIsClientId,
  audMismatch,
  expMissing,
  expPast,
  expLifetime,
  iatMissing,
  iatFuture,
  nbfFuture,
  timeOrder,
  jtiMissing,
  jtiLowEntropy,
  clientIdMissing,
  htmMissing,
  htuMissing,
  eventsMissing,
  claimsType,
  scopeType,
  scopeMissing,
  scopeBroad,
  rolesNonstandard,
  cnfAbsent,
  cnfMalformed,
  cnfMultiple,
  acrAmrType,
  actChain,
  authorizationDetailsType,
  claimsSecretMaterial,
  claimsPii,
  // Keys and metadata
  keyRsaSmall,
  keyRsaExponent,
  keyHmacShort,
  keyHmacBlank,
  keyHmacWordlist,
  keyHmacIsPem,
  jwksPrivateMembers,
  jwksOctKey,
  jwksDuplicateKid,
  jwksNoUse,
  jwksHttp,
  jwksForeignHost,
  metaIssuerMismatch,
  metaNoPkceS256,
  metaImplicit,
  metaRopc,
  metaNoIssParam,
  // Several tokens
  jtiReused,
  batchSameJti,
  batchIdAndAccess,
  batchRoleUnsigned,
];

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule with this id, if there is one. */
export const ruleById = (id: string): Rule | undefined => byId.get(id);
