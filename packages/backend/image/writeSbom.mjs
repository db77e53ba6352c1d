// Writes what an installed portal consists of, as CycloneDX: `node writeSbom.mjs DIRECTORY FILE`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [directory, file] = process.argv.slice(2);

/** Every package below a node_modules, also of packages that have one of their own. */
function* listPackages(modules) {
  for (const name of readNames(modules)) {
    const home = path.join(modules, name);
    if (name.startsWith('@') && !name.includes('/')) {
      yield* listPackages(home);
    } else if (!name.startsWith('.')) {
      const found = readManifest(home);
      if (found) yield found;
      yield* listPackages(path.join(home, 'node_modules'));
    }
  }
}

function readNames(modules) {
  try {
    return readdirSync(modules);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  }
}

function readManifest(home) {
  try {
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(home, 'package.json'), 'utf8'),
    );
    return name && version ? { name, version, license } : undefined;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function toComponent({ name, version, license }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    ...(typeof license === 'string'
      ? { licenses: [{ expression: license }] }
      : {}),
  };
}

const components = new Map();
for (const found of listPackages(path.join(directory, 'node_modules'))) {
  const component = toComponent(found);
  components.set(component.purl, component);
}
const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: { type: 'application', name: 'organization-models-portal' },
  },
  components: [...components.values()].sort((a, b) =>
    a.purl < b.purl ? -1 : 1,
  ),
};
writeFileSync(file, `${JSON.stringify(bom, undefined, 2)}\n`);
