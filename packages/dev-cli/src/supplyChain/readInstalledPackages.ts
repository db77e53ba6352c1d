import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A package in node_modules, as its package.json describes it. */
export interface InstalledPackage {
  name: string;
  version: string;
  /** An expression of SPDX; empty where the package says nothing. */
  licence: string;
}

interface Manifest {
  name: string;
  version: string;
  license?: string | { type?: string };
  licenses?: { type?: string }[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * Every package that comes along with the production dependencies of these folders, found as Node.js does; those of
 * other platforms are not installed and not among them.
 */
export function readInstalledPackages(folders: string[]): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const open = [...folders];
  const seen = new Set(open);
  for (let folder = open.pop(); folder; folder = open.pop()) {
    const manifest = readManifest(folder);
    if (!folders.includes(folder)) {
      const { name, version } = manifest;
      const licence = licenceOf(manifest);
      found.set(`${name}@${version}`, { name, version, licence });
    }
    const names = Object.keys({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
    });
    for (const dependency of names.map(name => findPackage(folder, name))) {
      if (dependency && !seen.has(dependency)) {
        seen.add(dependency);
        open.push(dependency);
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function findPackage(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) {
      return candidate;
    }
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

function licenceOf({ license, licenses = [] }: Manifest): string {
  const several = licenses.map(({ type }) => type).join(' OR ');
  return (typeof license === 'string' ? license : license?.type) ?? several;
}
