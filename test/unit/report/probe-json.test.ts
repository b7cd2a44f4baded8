import { expect, test } from 'vitest';
import { probeJson } from '../../../src/report/probe-json.js';
import { aCell, aFinding, aResult, aSubject } from '../../support/probe-results.js';

test('the document has the promised fields in the promised order', () => {
  const result = aResult({
    subjects: [aSubject('agus', 'reader')],
    cells: [aCell({ path: '/articles/{id}', is: 'allow', relation: 'own', expected: { verdict: 'allow' } })],
    findings: [aFinding()],
  });
  expect(JSON.stringify(probeJson(result), null, 1)).toMatchInlineSnapshot(`
    "{
     "complete": true,
     "stopped": null,
     "subjects": [
      {
       "name": "agus",
       "role": "reader",
       "credential": "bearer",
       "canary": "ok"
      }
     ],
     "routes": [
      {
       "method": "GET",
       "path": "/articles/{id}",
       "declared": "secured",
       "source": "openapi.json:1"
      }
     ],
     "cells": [
      {
       "method": "GET",
       "path": "/articles/{id}",
       "url": "/articles/1",
       "subject": "agus",
       "role": "reader",
       "relation": "own",
       "verdict": "allow",
       "kind": null,
       "reason": null,
       "status": 200,
       "attempts": 1,
       "expected": "allow",
       "outcome": "as-expected",
       "confidence": "likely",
       "durationMs": 3,
       "exposes": [],
       "notes": []
      }
     ],
     "findings": [
      {
       "id": "privilege-escalation GET /users",
       "class": "privilege-escalation",
       "severity": "high",
       "confidence": "confirmed",
       "cwe": 269,
       "owasp": "API5:2023",
       "cells": [
        0
       ],
       "checks": [],
       "message": "reader reaches GET /users, which is meant for admin only",
       "waived": null,
       "repeat": "curl -sS -H \\"Authorization: Bearer $AGUS_TOKEN\\" http://127.0.0.1:4455/users"
      }
     ],
     "checks": [],
     "coverage": {
      "routes": 1,
      "settled": 1,
      "leftOut": 0,
      "percent": 100,
      "failUnder": null,
      "unprobed": []
     },
     "waivers": [],
     "drift": [],
     "leftovers": [],
     "summary": {
      "cells": 1,
      "asExpected": 1,
      "violations": 0,
      "waived": 0,
      "drift": 0,
      "skipped": 0,
      "inconclusive": 0,
      "observed": 0
     }
    }"
  `);
});

test.for([
  [null, null],
  [{ verdict: 'allow' }, 'allow'],
  [{ verdict: 'deny' }, 'deny'],
  [{ verdict: 'deny', kind: 'hidden' }, 'deny: hidden'],
  [{ verdict: 'any' }, 'any'],
] as const)('the expectation %j is written %j', ([expected, written]) => {
  const document = probeJson(aResult({ subjects: [], cells: [aCell({ is: 'allow', expected })] }));
  expect(document).toMatchObject({ cells: [{ expected: written }] });
});
