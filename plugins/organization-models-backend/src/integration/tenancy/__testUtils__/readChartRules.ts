import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const RBAC = join(
  __dirname,
  '../../../../../../charts/organization-models/files/rbac.yaml',
);

/** A rule of RBAC. */
export type Rule = {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
};

/** What the chart's roles allow; `where`: in which of them it stands. */
export function readChartRules(): (Rule & { where: string })[] {
  return parse(readFileSync(RBAC, 'utf8')).rules;
}
