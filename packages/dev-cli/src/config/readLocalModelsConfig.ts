import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { Workspace } from '../Workspace';
import { LocalModelsConfig } from './renderAppConfig';

/** What app-config.local.yaml, which everybody has for themselves, says of models. */
export function readLocalModelsConfig({
  checkout,
}: Pick<Workspace, 'checkout'>): LocalModelsConfig | undefined {
  const file = path.join(checkout, 'app-config.local.yaml');
  return existsSync(file)
    ? parse(readFileSync(file, 'utf8'))?.organizationModels
    : undefined;
}
