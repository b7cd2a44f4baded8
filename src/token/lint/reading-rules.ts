import type { TokenRule } from './rule.js';
import { algMissing } from './rules/alg-missing.js';
import { algNone } from './rules/alg-none.js';
import { algNotString } from './rules/alg-not-string.js';
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
import { formatNotCompact } from './rules/format-not-compact.js';
import { sigEmpty } from './rules/sig-empty.js';
import { authTimeType, expType, iatType, nbfType, updatedAtType } from './rules/time-type.js';

/**
 * The rules that whoever reads a token has to know of, because they say that it may be read in another way elsewhere,
 * or that nobody signed it: `decode` judges by these. They need neither keys nor node:crypto, and are quick to load.
 */
export const readingRules: readonly TokenRule[] = [
  formatNotCompact,
  formatIllegalChar,
  formatPadding,
  formatNoncanonicalBits,
  formatNotUtf8,
  formatBom,
  formatPayloadNotObject,
  formatDuplicateHeader,
  formatDuplicateClaim,
  formatNumberPrecision,
  algMissing,
  algNotString,
  algNone,
  sigEmpty,
  expType,
  nbfType,
  iatType,
  authTimeType,
  updatedAtType,
];
