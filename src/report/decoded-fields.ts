import type { DecodedToken } from '../token/decoded-token.js';
import { isoTime, relative } from '../token/duration.js';
import { type JsonObject, type JsonValue, pointerTo } from '../token/json.js';
import { algorithmMeanings, claimMeanings, headerMeanings, timeClaims } from '../token/registered-names.js';
import type { Field } from './field-table.js';
import { valueText } from './value-text.js';
import { visible } from './visible.js';

/** The parameters of a header, and what the registered ones mean. */
export function headerFields(header: JsonObject | null): readonly Field[] {
  return Object.entries(header ?? {}).map(([name, value]) => ({
    name: visible(name),
    value: visible(valueText(value)),
    meaning:
      (name === 'alg' ? algorithmMeanings.get(String(value)) : undefined) ?? headerMeanings.get(name) ?? '',
  }));
}

/** Claims, what the registered ones mean, and times in words. */
export function claimFields(
  claims: JsonObject,
  { at, disclosures }: Pick<DecodedToken, 'at' | 'disclosures'>,
): readonly Field[] {
  const disclosed = new Set(disclosures?.map((disclosure) => disclosure.at));
  return Object.entries(claims).map(([name, value]) => ({
    name: visible(name),
    value: visible(valueText(value)),
    meaning: [
      ...(disclosed.has(pointerTo(name)) ? ['disclosed'] : []),
      [claimMeanings.get(name), timeText(name, value, at)].filter(Boolean).join(' '),
    ]
      .filter(Boolean)
      .join('; '),
  }));
}

function timeText(name: string, value: JsonValue, now: number): string | undefined {
  if (!timeClaims.has(name) || typeof value !== 'number') return undefined;
  const iso = isoTime(value);
  return iso === null ? undefined : `${readable(iso)}, ${relative(value, now)}`;
}

/** `2026-01-01 00:10:00 UTC` */
const readable = (iso: string): string => iso.replace('T', ' ').replace('Z', ' UTC');
