import type { JsonObject, JsonValue } from '../../json.js';
import { rfc } from '../../lint/source.js';
import { claimMutation } from '../claim-change.js';
import { type Changes, headerWith } from '../compose.js';
import type { Materials } from '../materials.js';
import { inModes } from '../modes.js';
import type { Attempt, JwsMutation } from '../mutation.js';

const valuesOf = ({ marker }: Materials): Readonly<Record<string, JsonValue>> => ({
  null: null,
  true: true,
  false: false,
  zero: 0,
  marker,
});

/** Every member with every value: `name.value` to the change. */
function juggled(object: JsonObject, materials: Materials): Readonly<Record<string, Changes>> {
  const all = Object.keys(object).flatMap((name) =>
    Object.entries(valuesOf(materials)).map(([label, value]): [string, Changes] => [
      `${encodeURIComponent(name)}.${label}`,
      { [name]: value },
    ]),
  );
  return Object.fromEntries(all);
}

const headers: JwsMutation = {
  id: 'type-juggle.header',
  title: 'every header parameter as null, true, false, 0 and a marker',
  of: 'jws',
  class: 'safe',
  needs: ['issuer-key'],
  sources: [rfc(7515, '4.1')],
  tests: 'the server does not ask what type a parameter has, and fails or is fooled by another',
  make: (original, materials): readonly Attempt[] =>
    Object.entries(juggled(original.header, materials)).flatMap(([variant, changes]) =>
      inModes(original, materials, ['stale', 'signed'], variant, 'either', {
        header: headerWith(original, changes),
      }),
    ),
};

const claims = claimMutation({
  id: 'type-juggle.claim',
  title: 'every claim as null, true, false, 0 and a marker',
  sources: [rfc(7519, '4.1')],
  tests: 'the server does not ask what type a claim has, and fails or is fooled by another',
  whenSigned: 'either',
  modes: ['stale', 'signed'],
  changes: (at) => juggled(at.claims, at.materials),
});

const reflected = claimMutation({
  id: 'reflected',
  title: 'a marker in each claim, under the old signature',
  sources: [rfc(7515, '5.2'), rfc(8725, '3.3')],
  tests: 'the server uses a claim before it has checked the signature: the marker shows up in its answer',
  whenSigned: 'refuse',
  modes: ['stale'],
  changes: (at) =>
    Object.fromEntries(
      Object.keys(at.claims).map((name) => [encodeURIComponent(name), { [name]: at.materials.marker }]),
    ),
});

/** Members whose value is of a type that nobody expects. */
export const typeJuggle: readonly JwsMutation[] = [headers, claims, reflected];
