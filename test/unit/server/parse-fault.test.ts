import { expect, test } from 'vitest';
import { parseFault } from '../../../src/server/faults/parse-fault.js';
import { faults } from '../../../src/server/faults/registry.js';

const always = { times: 0, probability: 1, seed: 1, path: '*', method: '*' };

test.for([
  { spec: 'status', parameters: { ...always, code: 503 } },
  { spec: 'status:500', parameters: { ...always, code: 500 } },
  {
    spec: 'status:code=500,times=2,path=/a:b*',
    parameters: { ...always, code: 500, times: 2, path: '/a:b*' },
  },
  {
    spec: 'wrong-audience:https://a.example/x',
    parameters: { ...always, value: 'https://a.example/x' },
  },
])('$spec', ({ spec, parameters }) => {
  const wanted = parseFault(spec);
  expect({ ...wanted, fault: wanted.fault.id }).toEqual({ spec, fault: spec.split(':')[0], parameters });
});

test.for([
  { spec: 'statsu', message: "there is no fault 'statsu'", hint: "did you mean 'status'?" },
  { spec: '', message: "there is no fault ''", hint: '`authctl serve --fault list` has their names' },
  { spec: 'status:x', message: "the fault status: code is a number, not 'x'", hint: 'code: the status' },
  {
    spec: 'status:500,-1',
    message: "the fault status: code is a number, not '-1'",
    hint: 'code: the status',
  },
  {
    spec: 'status:tims=2',
    message: "the fault status has no parameter 'tims'",
    hint: "did you mean 'times'?",
  },
  {
    spec: 'reset:5',
    message: "the fault reset has no parameter '5'",
    hint: 'parameters: times, probability, seed, path, method',
  },
])('$spec is refused', ({ spec, message, hint }) => {
  expect(() => parseFault(spec)).toThrow(expect.objectContaining({ code: 'USAGE', message, hint }));
});

test('ids are unique', () => {
  const ids = faults.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(25);
});
