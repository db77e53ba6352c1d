import type { Right } from './buildRightsDocument';

const PLACE_SETTINGS: Partial<Record<Right['where'], string>> = {
  organizations: 'models.namespaces: perOrganization',
  namespace: 'models.namespaces: shared',
  gateway: 'models.gateway.namespace',
};

/** The chart's rights as code, so that the portal can say what gives one that it lacks. */
export function buildChartRights(rights: Right[]): string {
  const entries = rights.map(right => ({
    feature: right.feature,
    resources: right.resources.flatMap(resource =>
      right.apiGroups.map(group => (group ? `${resource}.${group}` : resource)),
    ),
    verbs: right.verbs,
    settings: listSettings(right),
  }));
  return [
    '// Made from the files/rbac.yaml of the chart, by `./dev yarn build:docs`',
    '',
    '/** A right that the roles of the Helm chart give, and the settings by which. */',
    'export type ChartRight = {',
    'feature: string; resources: string[]; verbs: string[]; settings: string[];',
    '};',
    '',
    `export const CHART_RIGHTS: ChartRight[] = ${JSON.stringify(entries)};`,
    '',
  ].join('\n');
}

function listSettings({ where, level, when }: Right): string[] {
  const place = PLACE_SETTINGS[where];
  return [
    'models.rbac.create: true',
    ...(level === 'manage' ? ['models.rbac.level: manage'] : []),
    ...(when ? [`models.rbac.${when}: true`] : []),
    ...(place ? [place] : []),
  ];
}
