/* Ends a release whose packages would not say where they come from. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findMissingAddresses } from '../src/release/findMissingAddresses';

const checkout = path.resolve(__dirname, '../../..');

const folders = readdirSync(path.join(checkout, 'plugins'));
const missing = findMissingAddresses(
  Object.fromEntries(
    folders.map(folder => {
      const directory = `plugins/${folder}`;
      const file = path.join(checkout, directory, 'package.json');
      return [directory, JSON.parse(readFileSync(file, 'utf8'))];
    }),
  ),
);
if (missing.length > 0) {
  const advice = 'CONTRIBUTING.md says under "Releases" how these come about.';
  process.stderr.write(`${[...missing, advice].join('\n')}\n`);
  process.exitCode = 1;
}
