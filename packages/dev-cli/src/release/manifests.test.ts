import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { findMissingAddresses } from './findMissingAddresses';

const checkout = path.resolve(__dirname, '../../../..');
const SUITE = '@orgmodels/backstage-plugin-organization-models';

const packages = readdirSync(path.join(checkout, 'plugins')).map(folder => ({
  folder: path.join(checkout, 'plugins', folder),
  manifest: JSON.parse(
    readFileSync(
      path.join(checkout, 'plugins', folder, 'package.json'),
      'utf8',
    ),
  ),
}));

describe.each(packages)('$manifest.name', ({ folder, manifest }) => {
  it('says what it is and what it is for', () => {
    expect(manifest).toMatchObject({
      name: expect.stringMatching(/^@orgmodels\/backstage-plugin-/),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      description: expect.stringMatching(/\w{3}/),
      license: 'Apache-2.0',
      keywords: expect.arrayContaining(['backstage', 'llm', 'kubernetes']),
      publishConfig: { access: 'public' },
    });
    expect(manifest.private).toBeUndefined();
    expect(existsSync(path.join(folder, 'README.md'))).toBe(true);
  });

  it('tells Backstage which plugin it belongs to', () => {
    const { role, pluginId } = manifest.backstage;
    const isModule = role === 'backend-plugin-module';
    expect(manifest.backstage).toEqual({
      role,
      ...(isModule
        ? { pluginId, pluginPackage: `@backstage/plugin-${pluginId}-backend` }
        : {
            pluginId: 'organization-models',
            pluginPackages: ['', '-backend', '-common', '-node'].map(
              suffix => `${SUITE}${suffix}`,
            ),
          }),
    });
  });

  it('exports its code by name, and its manifest', () => {
    expect(Object.keys(manifest.exports)).toEqual(
      expect.arrayContaining(['.', './package.json']),
    );
    // backstage-cli makes of these what is published
    expect(manifest).toMatchObject({
      main: 'src/index.ts',
      types: 'src/index.ts',
    });
    expect(manifest.scripts).toMatchObject({ build: expect.any(String) });
  });

  it('packs all it needs at run time', () => {
    const needed = ['config.d.ts', 'migrations', 'openapi.json'].filter(file =>
      existsSync(path.join(folder, file)),
    );
    expect(manifest.files.sort()).toEqual(['dist', ...needed].sort());
    expect(manifest.configSchema).toBe(
      needed.includes('config.d.ts') ? 'config.d.ts' : undefined,
    );
  });
});

describe('releases', () => {
  it('say of every package where it comes from, or of none yet', () => {
    const missing = findMissingAddresses(
      Object.fromEntries(
        packages.map(({ folder, manifest }) => [
          path.relative(checkout, folder),
          manifest,
        ]),
      ),
    );
    const isNamed = packages.some(({ manifest }) => manifest.repository);
    expect(missing).toHaveLength(isNamed ? 0 : 4 * packages.length);
  });

  it('go by settings that know every package', () => {
    const read = (...names: string[]) =>
      JSON.parse(readFileSync(path.join(checkout, ...names), 'utf8'));
    const { fixed, ignore } = read('.changeset', 'config.json');
    expect(fixed).toEqual([['@orgmodels/backstage-plugin-*']]);
    const unpublished = readdirSync(path.join(checkout, 'packages')).map(
      folder => read('packages', folder, 'package.json').name,
    );
    expect(ignore.sort()).toEqual(unpublished.sort());
  });

  it('have one version of the suite, so that its packages fit each other', () => {
    const versions = packages.map(({ manifest }) => manifest.version);
    expect(new Set(versions).size).toBe(1);
  });

  it('are not held up by changes of what is not there', () => {
    const folder = path.join(checkout, '.changeset');
    const names = packages.map(({ manifest }) => manifest.name);
    for (const file of readdirSync(folder).filter(name => /\.md$/.test(name))) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const changed = [
        ...text.matchAll(/^'([^']+)': (?:major|minor|patch)$/gm),
      ];
      expect(changed.length).toBeGreaterThan(0);
      expect(names).toEqual(
        expect.arrayContaining(changed.map(([, name]) => name)),
      );
    }
  });
});

it('the navigation of the documentation has every page', () => {
  const navigation = readFileSync(path.join(checkout, 'mkdocs.yml'), 'utf8');
  const pages = readdirSync(path.join(checkout, 'docs'), { recursive: true })
    .map(String)
    .filter(file => file.endsWith('.md'));
  const named = [...navigation.matchAll(/: (\S+\.md)$/gm)];
  expect(named.map(([, page]) => page).sort()).toEqual(pages.sort());
});
