import { visible } from '../visible.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Code points that are no characters, and have no place in a page (HTML section 13.2.3.5). */
const NONCHARACTER = /\p{Noncharacter_Code_Point}/gu;

const numbered = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** Text that stays text in HTML, also in an attribute between quotes; what is no character to be shown is made visible. */
export const escapeHtml = (text: string): string =>
  visible(text)
    .replace(NONCHARACTER, numbered)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
