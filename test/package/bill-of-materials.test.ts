import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { billOfMaterials, partsIn } from '../../scripts/binaries/bill-of-materials.js';

const licences = `jose 6.2.18 (MIT)
-----------------

Permission is hereby granted (MIT)
-----

@napi-rs/keyring 2.1.2 (MIT OR Apache-2.0)
------------------------------------------

Text
`;

test('the parts are read from the text of licences', () => {
  expect(partsIn(licences)).toEqual([
    { name: 'jose', version: '6.2.18', license: 'MIT' },
    { name: '@napi-rs/keyring', version: '2.1.2', license: 'MIT OR Apache-2.0' },
  ]);
});

test('the bill of materials names them, twice with the same bytes', () => {
  const text = billOfMaterials(licences);
  const { $schema: _, specVersion, components, dependencies, ...rest } = JSON.parse(text);
  const root = rest.metadata.component['bom-ref'];
  expect({ specVersion, components, dependencies }).toEqual({
    specVersion: '1.6',
    components: [
      {
        ...{
          type: 'library',
          name: '@napi-rs/keyring',
          version: '2.1.2',
          'bom-ref': '@napi-rs/keyring@2.1.2',
        },
        licenses: [{ expression: 'MIT OR Apache-2.0' }],
        purl: 'pkg:npm/%40napi-rs/keyring@2.1.2',
      },
      {
        ...{ type: 'library', name: 'jose', version: '6.2.18', 'bom-ref': 'jose@6.2.18' },
        licenses: [{ license: { id: 'MIT' } }],
        purl: 'pkg:npm/jose@6.2.18',
      },
    ],
    dependencies: [
      { ref: '@napi-rs/keyring@2.1.2' },
      { ref: root, dependsOn: ['@napi-rs/keyring@2.1.2', 'jose@6.2.18'] },
      { ref: 'jose@6.2.18' },
    ],
  });
  expect(billOfMaterials(licences)).toBe(text);
});

test('the bill of materials is valid CycloneDX', () => {
  const schemas = 'node_modules/@cyclonedx/cyclonedx-library/res/schema';
  const schema = (name: string) =>
    JSON.parse(readFileSync(`${schemas}/${name}.SNAPSHOT.schema.json`, 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const base = 'http://cyclonedx.org/schema';
  for (const name of ['spdx', 'jsf-0.82'])
    ajv.addSchema(schema(name), `${base}/${name}.SNAPSHOT.schema.json`);
  const isValid = ajv.compile(schema('bom-1.6'));
  isValid(JSON.parse(billOfMaterials(licences)));
  expect(isValid.errors).toBe(null);
  isValid({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'nothing' }] });
  expect(isValid.errors).not.toBe(null);
});
