import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { buildChartRights } from './buildChartRights';
import { buildConfigTable } from './buildConfigTable';
import { buildKnownKeys } from './buildKnownKeys';
import { buildKnownSettings } from './buildKnownSettings';
import { buildRightsDocument, type Right } from './buildRightsDocument';
import { buildSettingsTable } from './buildSettingsTable';
import { buildValuesSchema } from './buildValuesSchema';
import { readChartSettings } from './readChartSettings';
import { replaceGenerated } from './replaceGenerated';

// Prettier 2 brings no types
const { format, resolveConfig }: Prettier = require('prettier');

interface Prettier {
  format(text: string, options: Record<string, unknown>): string;
  resolveConfig: { sync(file: string): Record<string, unknown> | null };
}

const CHART = 'charts/organization-models';

/** A file that is made from others and committed all the same. */
export interface GeneratedFile {
  /** Within the checkout. */
  file: string;
  content: string;
}

/** What is made of the chart's values, of its list of rights, and of the configuration's types. */
export function buildGeneratedFiles(checkout: string): GeneratedFile[] {
  const read = (file: string) =>
    readFileSync(path.join(checkout, file), 'utf8');
  const settings = readChartSettings(read(`${CHART}/values.yaml`));
  const { rules }: { rules: Right[] } = parse(read(`${CHART}/files/rbac.yaml`));
  const configTypes = read('plugins/organization-models-backend/config.d.ts');
  const within = (file: string, generated: string) => ({
    file,
    content: replaceGenerated(read(file), generated),
  });
  return [
    {
      file: `${CHART}/values.schema.json`,
      content: JSON.stringify(buildValuesSchema(settings)),
    },
    {
      file: `${CHART}/files/values.keys.yaml`,
      content: `# Made from values.yaml\n${stringify(
        buildKnownKeys(settings),
      )}`,
    },
    {
      file: 'plugins/organization-models-backend/src/domain/rights/chartRights.ts',
      content: buildChartRights(rules),
    },
    {
      file: 'plugins/organization-models-backend/src/config/knownSettings.ts',
      content: buildKnownSettings(configTypes),
    },
    within(`${CHART}/README.md`, buildSettingsTable(settings)),
    within('docs/rbac.md', buildRightsDocument(rules)),
    within('docs/configuration.md', buildConfigTable(configTypes)),
  ].map(made => formatted(checkout, made));
}

function formatted(
  checkout: string,
  { file, content }: GeneratedFile,
): GeneratedFile {
  const filepath = path.join(checkout, file);
  const options = resolveConfig.sync(filepath) ?? {};
  return { file, content: format(content, { ...options, filepath }) };
}
