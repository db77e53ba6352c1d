/* Writes what is made from the chart's values, its rights and the configuration's types. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildGeneratedFiles } from '../src/chart/generatedFiles';
import { renderPlainManifests } from '../src/chart/renderPlainManifests';

const checkout = path.resolve(__dirname, '../../..');

async function main() {
  // Helm refuses values that the generated files do not know, so these come first
  write(buildGeneratedFiles(checkout));
  write(await renderPlainManifests(checkout));
}

function write(files: { file: string; content: string }[]) {
  for (const { file, content } of files) {
    mkdirSync(path.dirname(path.join(checkout, file)), { recursive: true });
    writeFileSync(path.join(checkout, file), content);
  }
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
