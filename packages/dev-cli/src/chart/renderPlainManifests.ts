import path from 'node:path';
import { stringify } from 'yaml';
import type { GeneratedFile } from './generatedFiles';
import { runHelm } from '@orgmodels/dev-cluster';

/** What an existing Backstage needs in a cluster, by how much it may do there. */
const VARIANTS = {
  shared: [],
  'per-organization': ['models.namespaces=perOrganization'],
  'read-only': ['models.rbac.level=read'],
};

/** The chart's objects for an existing Backstage as plain manifests, each a base for Kustomize. */
export async function renderPlainManifests(
  checkout: string,
): Promise<GeneratedFile[]> {
  const variants = await Promise.all(
    Object.entries(VARIANTS).map(async ([variant, values]) => {
      const rendered = await runHelm([
        ...['template', 'organization-models'],
        path.join(checkout, 'charts/organization-models'),
        ...['--namespace', 'backstage'],
        ...['portal.enabled=false', ...values].flatMap(value => [
          '--set',
          value,
        ]),
      ]);
      return [
        { name: 'kustomization.yaml', content: KUSTOMIZATION },
        { name: 'organization-models.yaml', content: HEADER + plain(rendered) },
      ].map(({ name, content }) => ({
        file: `charts/manifests/${variant}/${name}`,
        content,
      }));
    }),
  );
  return variants.flat();
}

const HEADER = `# Made from charts/organization-models by \`./dev yarn build:docs\`: change that instead.
# The portal's service account is backstage/organization-models, models are in organization-models.
`;

const KUSTOMIZATION = stringify({
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  resources: ['organization-models.yaml'],
});

// What says that Helm manages them would not be true
function plain(rendered: string): string {
  return rendered
    .split('\n')
    .filter(
      line =>
        !/^# Source: |app\.kubernetes\.io\/managed-by: Helm|helm\.sh\/(chart|resource-policy): /.test(
          line,
        ),
    )
    .join('\n')
    .replace(/\n {2}annotations:(?=\n(?! {4}))/g, '');
}
