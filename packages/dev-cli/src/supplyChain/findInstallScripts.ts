import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const stages = ['preinstall', 'install', 'postinstall'];

/** Names of the packages below a folder of modules that run something when they are installed. */
export function findInstallScripts(modules: string): string[] {
  return [...new Set(walk(modules))].sort();
}

function walk(modules: string): string[] {
  if (!existsSync(modules)) {
    return [];
  }
  return readdirSync(modules)
    .filter(name => !name.startsWith('.'))
    .flatMap(name => {
      const folder = path.join(modules, name);
      const manifest = path.join(folder, 'package.json');
      if (name.startsWith('@')) {
        return walk(folder);
      }
      if (!existsSync(manifest)) {
        return [];
      }
      const { name: self, scripts = {} } = JSON.parse(
        readFileSync(manifest, 'utf8'),
      );
      const runs =
        stages.some(stage => stage in scripts) ||
        // npm and Yarn compile what has one, without a script
        existsSync(path.join(folder, 'binding.gyp'));
      return [
        ...(runs ? [self as string] : []),
        ...walk(path.join(folder, 'node_modules')),
      ];
    });
}
