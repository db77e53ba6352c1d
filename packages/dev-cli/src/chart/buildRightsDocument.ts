/** One entry of the chart's files/rbac.yaml. */
export interface Right {
  feature: string;
  why: string;
  where: 'cluster' | 'models' | 'organizations' | 'namespace' | 'gateway';
  level: 'read' | 'manage';
  /** The setting of models.rbac without which it is not given. */
  when?: string;
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const PLACES: Record<Right['where'], string> = {
  cluster: 'all namespaces',
  models: "the models' namespace; all, with one for each organization",
  organizations: 'all namespaces, only with one for each organization',
  namespace: "the models' namespace itself, when it is shared",
  gateway: "the gateway's namespace",
};

/** What the portal may do and why, as Markdown tables by feature. */
export function buildRightsDocument(rights: Right[]): string {
  const features = [...new Set(rights.map(({ feature }) => feature))];
  return features
    .map(feature =>
      [
        `### ${feature}`,
        '',
        '| resources | verbs | where | level | why |',
        '| --- | --- | --- | --- | --- |',
        ...rights.filter(right => right.feature === feature).map(toRow),
      ].join('\n'),
    )
    .join('\n\n');
}

function toRow(right: Right) {
  const { apiGroups, resources, verbs, where, level, why, when } = right;
  const names = resources.flatMap(resource =>
    apiGroups.map(group => `\`${group ? `${resource}.${group}` : resource}\``),
  );
  return `| ${[
    names.join(', '),
    verbs.join(', '),
    PLACES[where],
    level,
    when ? `${why}; only with \`models.rbac.${when}\`` : why,
  ].join(' | ')} |`;
}
