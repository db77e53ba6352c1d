import type { QuotaLimits } from '@orgmodels/backstage-plugin-organization-models-common';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { computeModelUse } from '../quota/computeModelUse';
import { buildNamespaceObjects } from './buildNamespaceObjects';

const USE = computeModelUse(buildStoredModel({ id: 'mdl_1' }));

function hardOf(hard: QuotaLimits, uses = [USE]) {
  const manifests = buildNamespaceObjects({
    namespace: 'models-acme',
    organizationId: 'group:default/acme',
    installationId: 'test',
    network: { ingressNamespaces: [], egressPorts: [] },
    hard,
    uses,
    gpuResources: ['amd.com/gpu', 'nvidia.com/gpu'],
  });
  expect(manifests[0].kind).toBe('Namespace');
  const quota = manifests.find(({ kind }) => kind === 'ResourceQuota');
  return (quota?.spec as { hard: unknown } | undefined)?.hard;
}

describe('buildNamespaceObjects', () => {
  it('mirrors the limits that Kubernetes can hold', () => {
    expect(
      hardOf({
        models: 5,
        gpus: 4,
        gpus_by_type: { H100: 2 },
        cpu: '8500m',
        memory: '1Ti',
      }),
    ).toEqual({
      'count/deployments.apps': '5',
      'requests.amd.com/gpu': '4',
      'requests.nvidia.com/gpu': '4',
      'requests.cpu': '8500m',
      'requests.memory': '1Ti',
      'limits.memory': '1Ti',
    });
  });

  it('stays above what is used, so that pods can be replaced', () => {
    expect(hardOf({ models: 0, cpu: '1', memory: '1Gi' })).toEqual({
      'count/deployments.apps': '1',
      'requests.cpu': '2',
      'requests.memory': '16Gi',
      'limits.memory': '16Gi',
    });
  });

  it('makes no quota where Kubernetes has nothing to hold', () => {
    expect(hardOf({})).toBeUndefined();
    expect(hardOf({ gpus_by_type: { H100: 2 } })).toBeUndefined();
  });
});
