import type { QuotaLimits } from '@orgmodels/backstage-plugin-organization-models-common';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { computeModelUse } from '../quota/computeModelUse';
import type { NetworkRules } from './OrganizationNamespace';
import { buildNamespaceObjects } from './buildNamespaceObjects';

const USE = computeModelUse(buildStoredModel({ id: 'mdl_1' }));

const NETWORK: NetworkRules = {
  ingressNamespaces: [],
  egressPorts: [443],
  egressCidrs: undefined,
  egressExcept: [],
};

function egressOf(network: Partial<NetworkRules>) {
  const manifests = buildNamespaceObjects({
    namespace: 'models-acme',
    organizationId: 'group:default/acme',
    installationId: 'test',
    network: { ...NETWORK, ...network },
    hard: {},
    uses: [],
    gpuResources: [],
  });
  const policy = manifests.find(({ kind }) => kind === 'NetworkPolicy');
  const [dns, ...egress] = (policy?.spec as { egress: any[] }).egress;
  expect(dns.ports.map(({ port }: { port: number }) => port)).toEqual([
    53, 53, 5353, 5353,
  ]);
  return egress;
}

function hardOf(hard: QuotaLimits, uses = [USE]) {
  const manifests = buildNamespaceObjects({
    namespace: 'models-acme',
    organizationId: 'group:default/acme',
    installationId: 'test',
    network: NETWORK,
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

  it('lets pods go where it is told to, by the ports that it is told', () => {
    const ports = [{ protocol: 'TCP', port: 443 }];
    expect(egressOf({})).toEqual([{ ports }]);
    expect(egressOf({ egressPorts: [] })).toEqual([]);
    expect(egressOf({ egressCidrs: [] })).toEqual([]);
    const egressExcept = ['10.0.0.0/8', 'fc00::/7'];
    const everywhereElse = [
      { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } },
      { ipBlock: { cidr: '::/0', except: ['fc00::/7'] } },
    ];
    expect(egressOf({ egressExcept })).toEqual([{ to: everywhereElse, ports }]);
    expect(egressOf({ egressExcept, egressCidrs: ['192.0.2.0/24'] })).toEqual([
      { to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports },
    ]);
  });

  it('makes no quota where Kubernetes has nothing to hold', () => {
    expect(hardOf({})).toBeUndefined();
    expect(hardOf({ gpus_by_type: { H100: 2 } })).toBeUndefined();
  });
});
