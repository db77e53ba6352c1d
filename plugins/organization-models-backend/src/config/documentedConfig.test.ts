import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import { parseAllDocuments } from 'yaml';
import { readConfig } from './readConfig';

const checkout = path.resolve(__dirname, '../../../..');

const documents = [
  'README.md',
  ...readdirSync(path.join(checkout, 'docs'))
    .filter(file => file.endsWith('.md'))
    .map(file => `docs/${file}`),
];

/** Blocks with the plugin's settings, as the documents have them. */
const examples = documents.flatMap(document => {
  const text = readFileSync(path.join(checkout, document), 'utf8');
  return [...text.matchAll(/^```yaml\n([^]*?)^```$/gm)]
    .filter(([, yaml]) => /^organizationModels:/m.test(yaml))
    .map(match => ({
      document,
      line: text.slice(0, match.index).split('\n').length,
      yaml: match[1],
    }));
});

describe('settings in documents', () => {
  it('are found', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples)('$document:$line is taken', ({ yaml }) => {
    const [document, ...others] = parseAllDocuments(yaml);
    expect(others).toEqual([]);
    expect(document.errors).toEqual([]);
    // One of them takes a cluster of the Kubernetes plugin
    const config = { kubernetes: {}, ...document.toJS() };
    expect(() => readConfig(new ConfigReader(config))).not.toThrow();
  });
});
