import { expect, test } from 'vitest';
import { askPyJwt, readPyJwtRecord } from '../../scripts/forge-guide/pyjwt.js';
import { tokensOf } from '../../scripts/forge-guide.js';
import { issuers } from '../support/forge-materials.js';

/** Debian's python3-jwt may be missing or of another version: then there is nothing to compare. */
const recorded = readPyJwtRecord();
const [first = expect.unreachable()] = issuers;
const isHere = askPyJwt(first, [])?.version === recorded.version;

test.skipIf(!isHere).each(issuers)('PyJWT answers to tokens from $name as recorded', (issuer) => {
  expect(askPyJwt(issuer, tokensOf(issuer))?.accepted).toEqual(recorded.accepted[issuer.name]);
});
