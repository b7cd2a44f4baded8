import { visible } from './visible.js';

/** An element, or a line of text. */
export type XmlNode = string | XmlElement;

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly XmlNode[] = [],
): XmlElement {
  return { name, attributes, children };
}

/** Well-formed XML 1.0 whatever the texts hold: what may not stand in XML is made visible, the rest escaped. */
export function xmlDocument(root: XmlElement): string {
  return `${DECLARATION}${serialized(root, '').join('\n')}\n`;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The same, with the children of the root made one after the other. */
export function* xmlStream(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: Iterable<XmlElement>,
): Generator<string> {
  yield `${DECLARATION}${startOf(element(name, attributes))}>\n`;
  for (const child of children) yield `${serialized(child, '  ').join('\n')}\n`;
  yield `</${name}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML 1.0 section 2.2 allows neither control characters nor U+FFFE and U+FFFF, not even as references. */
function escaped(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A start tag, but for its end. */
function startOf({ name, attributes }: XmlElement): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name}${written.join('')}`;
}

function serialized(node: XmlNode, indent: string): readonly string[] {
  if (typeof node === 'string') return [escaped(node)];
  const start = indent + startOf(node);
  if (node.children.length === 0) return [`${start}/>`];
  const inner = node.children.flatMap((child) => serialized(child, `${indent}  `));
  const end = `</${node.name}>`;
  if (node.children.every((child) => typeof child === 'string'))
    return [`${start}>${inner.join('\n')}${end}`];
  return [`${start}>`, ...inner, `${indent}${end}`];
}
