// Loaded into a program under test by NODE_OPTIONS: `Date` stands at the instant in the file TEST_CLOCK names.
const { readFileSync } = require('node:fs');

const RealDate = Date;
const instant = () => RealDate.parse(readFileSync(process.env.TEST_CLOCK, 'utf8').trim());

globalThis.Date = class FixedDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(instant());
    else super(...parts);
  }
  static now() {
    return instant();
  }
};
