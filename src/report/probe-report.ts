import type { ProbeResult } from '../probe/result.js';
import type { View } from './text.js';

/** What a report may know besides the result. */
export interface ReportSetting {
  /** How text for a person is laid out. */
  readonly view: View;
  /**
   * How a file is named to whoever reads the report: relative to the root of the repository where it lies in it, with
   * slashes; a URL stays what it is.
   */
  readonly nameOf: (file: string) => string;
}

/**
 * A report as pieces of its text. They are made one after the other and hold the cells of one route at most, so that a
 * report of any size takes little memory. A piece ends where a value does.
 */
export type ProbeReport = (result: ProbeResult, setting: ReportSetting) => Iterable<string>;
