import { readFileSync } from 'node:fs';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';

/** What is inside a binary, by name and version. */
export interface Part {
  readonly name: string;
  readonly version: string;
  /** An SPDX identifier or expression. */
  readonly license: string;
}

/** The parts that a text of licences names, each above its licence. */
export function partsIn(licences: string): readonly Part[] {
  return [...licences.matchAll(/^(\S+) (\S+) \((.+)\)\n-+\n/gm)].map(
    ([, name = '', version = '', license = '']) => ({ name, version, license }),
  );
}

/**
 * A bill of materials (CycloneDX 1.6, JSON) without times and serial numbers: the same parts give the same bytes.
 *
 * @param licences - the text that lies in the binary.
 */
export function billOfMaterials(licences: string): string {
  const own = JSON.parse(readFileSync('package.json', 'utf8')) as Part;
  const root = component(own, Enums.ComponentType.Application);
  const parts = partsIn(licences).map((part) => component(part, Enums.ComponentType.Library));
  for (const part of parts) root.dependencies.add(part.bomRef);
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: root }),
    components: new Models.ComponentRepository(parts),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function component({ name, version, license }: Part, type: Enums.ComponentType): Models.Component {
  const made = new Models.Component(type, name, {
    version,
    bomRef: `${name}@${version}`,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
  });
  made.licenses.add(
    /\s/.test(license) ? new Models.LicenseExpression(license) : new Models.SpdxLicense(license),
  );
  return made;
}
