import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderTroubleshooting } from '../src/domain/diagnosis/renderTroubleshooting';

// What is behind `./dev yarn build:troubleshooting`
writeFileSync(
  path.join(__dirname, '../../../docs/troubleshooting.md'),
  renderTroubleshooting(),
);
