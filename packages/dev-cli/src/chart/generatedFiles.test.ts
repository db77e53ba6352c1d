import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildGeneratedFiles } from './generatedFiles';

const checkout = path.resolve(__dirname, '../../../..');

// Each is renewed by `./dev yarn build:docs`
it.each(buildGeneratedFiles(checkout))(
  '$file is what it is made from',
  ({ file, content }) => {
    expect(readFileSync(path.join(checkout, file), 'utf8')).toBe(content);
  },
);
