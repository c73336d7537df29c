// The software bill of materials of the bundle, in CycloneDX: the packages that are in it, and which needs which.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import parseExpression from 'spdx-expression-parse';

/** The name of its file in the bundle. */
export const SBOM = 'sbom.cdx.json';

const { Builders, Factories } = Contrib.FromNodePackageJson;
const builder = new Builders.ComponentBuilder(
  new Factories.ExternalReferenceFactory(),
  new Contrib.License.Factories.LicenseFactory(parseExpression),
);

/**
 * The same text each time for the same packages: it has neither a date nor a serial number.
 *
 * @param root the folder of the program, with its package.json
 * @param folders those of the packages that are in the bundle
 */
export function sbom(root, folders) {
  const program = component(root, Enums.ComponentType.Application);
  const parts = new Map(folders.map((folder) => [folder, component(folder)]));
  // npm may have put the same version into two folders.
  const byPurl = new Map([...parts.values()].map((part) => [part.purl, part]));
  for (const [folder, { purl }] of [[root, program], ...parts])
    for (const needed of dependenciesOf(folder).flatMap((each) => parts.get(each) ?? []))
      (byPurl.get(purl) ?? program).dependencies.add(byPurl.get(needed.purl).bomRef);
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: program }),
    components: new Models.ComponentRepository(byPurl.values()),
  });
  const normalizer = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  const serializer = new Serialize.JsonSerializer(normalizer);
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function component(folder, type = Enums.ComponentType.Library) {
  const data = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const part = builder.makeComponent(data, type);
  part.purl = new PackageURL('npm', part.group, part.name, part.version).toString();
  part.bomRef.value = part.purl;
  return part;
}

/** Where Node finds what a package depends on, which may be in its own node_modules. */
function dependenciesOf(folder) {
  const file = path.join(folder, 'package.json');
  const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8'));
  const places = createRequire(file).resolve.paths('dependency') ?? [];
  const placeOf = (name) => places.map((place) => path.join(place, name)).find((each) => existsSync(each));
  return Object.keys(dependencies).map(placeOf);
}
