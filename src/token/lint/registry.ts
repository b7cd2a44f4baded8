import type { Rule } from './rule.js';
import { algCaseVariant } from './rules/alg-case-variant.js';
import { algHmacForSharedApi } from './rules/alg-hmac-for-shared-api.js';
import { algKeyMismatch } from './rules/alg-key-mismatch.js';
import { algMissing } from './rules/alg-missing.js';
import { algNone } from './rules/alg-none.js';
import { algNotAdvertised } from './rules/alg-not-advertised.js';
import { algNotString } from './rules/alg-not-string.js';
import { algPolymorphic } from './rules/alg-polymorphic.js';
import { algSha1 } from './rules/alg-sha1.js';
import { algUnregistered } from './rules/alg-unregistered.js';
import {
  formatBom,
  formatDuplicateClaim,
  formatDuplicateHeader,
  formatIllegalChar,
  formatNoncanonicalBits,
  formatNotUtf8,
  formatNumberPrecision,
  formatPadding,
  formatPayloadNotObject,
} from './rules/format-flaws.js';
import { formatHeaderNotObject } from './rules/format-header-not-object.js';
import { formatNotCompact } from './rules/format-not-compact.js';
import { formatOversize } from './rules/format-oversize.js';
import { kidInjection } from './rules/kid-injection.js';
import { kidMissing } from './rules/kid-missing.js';
import { kidNotString } from './rules/kid-not-string.js';
import { sigEmpty } from './rules/sig-empty.js';
import { sigDerEcdsa, sigLength, sigPsychic } from './rules/sig-shape.js';

/** Every rule, in the order in which findings of one severity are shown. A rule is one line here. */
export const rules: readonly Rule[] = [
  // Encoding and structure
  formatNotCompact,
  formatIllegalChar,
  formatPadding,
  formatNoncanonicalBits,
  formatNotUtf8,
  formatBom,
  formatHeaderNotObject,
  formatPayloadNotObject,
  formatDuplicateHeader,
  formatDuplicateClaim,
  formatNumberPrecision,
  formatOversize,
  sigEmpty,
  sigLength,
  sigDerEcdsa,
  sigPsychic,
  // Header
  algMissing,
  algNotString,
  algNone,
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
];

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule with this id, if there is one. */
export const ruleById = (id: string): Rule | undefined => byId.get(id);
