import { expect, test } from 'vitest';
import { withoutSecrets } from '../../../src/cli/trace-masks.js';

test.for([
  ['{"username":"agus","password":"pw"}', '{"username":"agus","password":"***"}'],
  ['{"new_password" : "p\\"w", "a":1}', '{"new_password" : "***", "a":1}'],
  ['{"refreshToken":"r","token_type":"Bearer"}', '{"refreshToken":"***","token_type":"Bearer"}'],
  ['{"access_token":"eyJh.eyJi.c2ln"}', '{"access_token":"eyJh.eyJi.c2ln"}'], // its signature is masked when it is written
  ['{"pin":"1","pinned":"x","mapping":"y"}', '{"pin":"***","pinned":"x","mapping":"y"}'],
  ['{"token_endpoint":"http://h/token"}', '{"token_endpoint":"http://h/token"}'],
  ['username=agus&password=p%20w&x=1', 'username=agus&password=***&x=1'],
  ['http://h/cb?code=abc&state=s#access_token=t', 'http://h/cb?code=***&state=s#access_token=***'],
  ['Bearer error="invalid_token", token="t"', 'Bearer error="invalid_token", token="***"'],
] as const)('%s', ([text, shown]) => {
  expect(withoutSecrets(text)).toBe(shown);
});
