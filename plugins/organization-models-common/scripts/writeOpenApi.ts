/* Writes openapi.json; with --check, says whether it is up to date instead. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildOpenApiDocument } from '../src/openapi/buildOpenApiDocument';

const file = path.resolve(__dirname, '../openapi.json');
const text = `${JSON.stringify(buildOpenApiDocument(), undefined, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(
    'openapi.json is not what the schemas say: run yarn build:openapi\n',
  );
  process.exitCode = 1;
}
