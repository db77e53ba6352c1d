import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import satisfies from 'spdx-satisfies';
import { allowedLicences, allowedPackages, knownInstallScripts } from './known';
import { findInstallScripts } from './findInstallScripts';
import { readInstalledPackages } from './readInstalledPackages';

const checkout = path.resolve(__dirname, '../../../..');

describe('what the packages bring along', () => {
  const plugins = path.join(checkout, 'plugins');
  const installed = readInstalledPackages(
    readdirSync(plugins).map(name => path.join(plugins, name)),
  );

  it('is found', () => {
    const names = installed.map(({ name }) => name);
    expect(names).toContain('@kubernetes/client-node');
    expect(names).toContain('zod');
    expect(names).not.toContain('jest');
  });

  it('has licences that are allowed', () => {
    const refused = installed.filter(
      ({ name, licence }) => !(name in allowedPackages) && !isAllowed(licence),
    );
    expect(refused).toEqual([]);
  });

  it('needs every exception', () => {
    const needed = installed
      .filter(({ licence }) => !isAllowed(licence))
      .map(({ name }) => name);
    expect([...new Set(needed)].sort()).toEqual(
      Object.keys(allowedPackages).sort(),
    );
  });
});

describe('yarn.lock', () => {
  const lock = readFileSync(path.join(checkout, 'yarn.lock'), 'utf8');
  const entries = lock.split('\n\n').filter(entry => /^"/.test(entry.trim()));

  it('names what comes from a registry by a checksum, and nothing from elsewhere', () => {
    expect(entries.length).toBeGreaterThan(1_000);
    const wrong = entries.filter(
      entry =>
        !/resolution: ".*@(npm|workspace|patch|link):/.test(entry) ||
        // Yarn fetches those of other platforms where they are used, and knows no checksum of them here
        !/checksum:|conditions:|@(workspace|link):/.test(entry),
    );
    expect(wrong).toEqual([]);
  });

  it('names no registry', () => {
    expect(lock).not.toMatch(/__archiveUrl|https?:\/\//);
  });
});

describe('what runs when packages are installed', () => {
  it('is known', () => {
    const found = findInstallScripts(path.join(checkout, 'node_modules'));
    expect(found).toContain('better-sqlite3');
    const unknown = found.filter(
      name => ![name, name.split('/')[0]].some(n => n in knownInstallScripts),
    );
    expect(unknown).toEqual([]);
  });
});

function isAllowed(licence: string): boolean {
  try {
    return satisfies(licence, allowedLicences);
  } catch {
    return false; // no expression of SPDX, such as "SEE LICENSE IN LICENSE"
  }
}
