import { NO_FACTS } from '../../../domain/facts/ClusterFacts';
import { DEFAULT_GPU_CONFIG } from '../../../domain/gpus/gpuConfig';
import type { DatabaseQuotas } from '../../../database/DatabaseQuotas';
import type { QuotaAssessor } from '../../quota/QuotaAssessor';
import type { ClusterGateway } from '../ClusterGateway';
import { NamespacePreparer } from './NamespacePreparer';

const MODEL = {
  namespace: 'models-acme',
  organizationId: 'group:default/acme',
};
const CLUSTER = {
  name: 'east',
  namespace: 'models',
  namespaces: 'perOrganization' as const,
  network: {
    ingressNamespaces: [],
    egressPorts: [],
    egressCidrs: undefined,
    egressExcept: [],
  },
};

describe('NamespacePreparer', () => {
  let made: number;

  const prepare = (isThere: boolean, judged: Promise<unknown>) =>
    new NamespacePreparer({
      installationId: 'portal',
      gateway: {
        hasNamespace: async () => isThere,
        ensureNamespace: async () => void made++,
      } as unknown as ClusterGateway,
      quota: { choose: async () => ({ hard: {} }) } as unknown as QuotaAssessor,
      gpus: DEFAULT_GPU_CONFIG,
      quotas: { sumUse: async () => [] } as unknown as DatabaseQuotas,
    }).prepare(MODEL, {
      cluster: CLUSTER,
      facts: NO_FACTS,
      dryRun: false,
      judged,
    });

  beforeEach(() => {
    made = 0;
  });

  it('makes no namespace for what is refused', async () => {
    await expect(
      prepare(false, Promise.reject(new Error('no room'))),
    ).rejects.toThrow('no room');
    expect(made).toBe(0);
  });

  it('makes it for what is not', async () => {
    await prepare(false, Promise.resolve());
    expect(made).toBe(1);
  });

  it('does not wait where it is there already', async () => {
    await prepare(true, new Promise(() => {}));
    expect(made).toBe(1);
  });
});
