import { element, type XmlElement, type XmlNode } from './xml.js';

/** How a case ended. */
type Ending = 'failure' | 'error' | 'skipped';

/** @param durationMs - 0 for what sends nothing of its own. */
export const junitCase = (
  suite: string,
  name: string,
  durationMs: number,
  children: readonly XmlNode[] = [],
): XmlElement => element('testcase', { name, classname: suite, time: seconds(durationMs) }, children);

/** How a case ended that did not pass. A skipped one has no type. */
export const ending = (
  how: Ending,
  message: string,
  type: string,
  lines: readonly string[] = [],
): XmlElement => element(how, how === 'skipped' ? { message } : { message, type }, lines);

/** A suite that counts its cases by how they ended. */
export function junitSuite(
  name: string,
  cases: readonly XmlElement[],
  properties: readonly XmlElement[] = [],
): XmlElement {
  const ended = (how: Ending): string =>
    String(
      cases.filter(({ children }) =>
        children.some((child) => typeof child !== 'string' && child.name === how),
      ).length,
    );
  const attributes = {
    name,
    tests: String(cases.length),
    failures: ended('failure'),
    errors: ended('error'),
    skipped: ended('skipped'),
    time: cases.reduce((sum, { attributes: { time } }) => sum + Number(time), 0).toFixed(3),
  };
  const described = properties.length === 0 ? [] : [element('properties', {}, properties)];
  return element('testsuite', attributes, [...described, ...cases]);
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
